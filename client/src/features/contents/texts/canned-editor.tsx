import { type JSX, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CannedTextBook, cannedTextBookSchema, type CannedTextEntry } from '../../../shared/contract.js';
import { Button } from '../../../shared/ui/button.js';
import { Icon } from '../../../shared/ui/icon.js';
import { LoadState } from '../../../shared/ui/load-state.js';
import { type Account, accountPath, useContent, useSave } from '../api.js';
import styles from '../contents.module.css';
import { Field, Tick } from '../field.js';
import { SaveBar } from '../save-bar.js';
import { useEdit } from '../use-edit.js';
import { type CannedFault, cannedFaults } from './canned-faults.js';
import list from './choice-list.module.css';
import { TemplateField } from './template-field.js';

interface CannedEditorProps {
  /** Whose values are shown in the preview. */
  account: Account;
  /** For all accounts, not for this one alone. */
  isCommon: boolean;
}

/** The texts that counselors have at hand. */
export function CannedEditor({ account, isCommon }: CannedEditorProps): JSX.Element {
  const path = isCommon ? '/api/canned-texts' : `${accountPath(account.id)}/canned-texts`;
  const book = useContent(cannedTextBookSchema, path);
  if (book.data === undefined) return <LoadState query={book} />;
  return <Book key={path} account={account} path={path} book={book.data} />;
}

const fresh: CannedTextEntry = { id: null, shortcut: '', title: '', category: null, body: '', active: true };

function Book({
  account,
  path,
  book,
}: {
  account: Account;
  path: string;
  book: CannedTextBook;
}): JSX.Element {
  const { t } = useTranslation();
  const edit = useEdit(book.items, book.version);
  const save = useSave({
    schema: cannedTextBookSchema,
    path,
    keep: path,
    onSaved: (saved) => edit.adopt(saved.items, saved.version),
  });
  const [place, setPlace] = useState(0);
  const addButton = useRef<HTMLButtonElement>(null);
  const items = edit.draft;
  const index = Math.min(place, items.length - 1);
  const entry = items[index];
  const faults = cannedFaults(items);
  const faulty = items.findIndex((_, each) => faults.has(each));
  const set = (part: Partial<CannedTextEntry>): void => {
    if (entry !== undefined) edit.change(items.with(index, { ...entry, ...part }));
  };
  const move = (to: number): void => {
    if (entry === undefined) return;
    edit.change(items.toSpliced(index, 1).toSpliced(to, 0, entry));
    setPlace(to);
  };
  return (
    <>
      <div className={styles.book}>
        <div className={styles.fields}>
          <ItemList items={items} index={index} faults={faults} onChoose={setPlace} />
          <Button
            ref={addButton}
            size="small"
            className={styles.add ?? ''}
            onPress={() => {
              edit.change([...items, fresh]);
              setPlace(items.length);
            }}
          >
            <Icon name="add" size={16} />
            {t('contents.canned.add')}
          </Button>
        </div>
        {entry === undefined ? (
          <p className={styles.explain}>{t('contents.canned.empty')}</p>
        ) : (
          <section
            className={styles.card}
            aria-label={t('contents.canned.one', { name: nameOf(entry, t('contents.canned.fresh')) })}
          >
            <EntryFields key={index} entry={entry} fault={faults.get(index)} onChange={set} />
            <TemplateField
              label={t('contents.canned.body')}
              value={entry.body}
              variables={book.variables}
              accountName={account.name.ja}
              previewPath={`${accountPath(account.id)}/canned-texts/preview`}
              rows={7}
              onChange={(body) => set({ body })}
            />
            <div className={styles.parts}>
              <Tick isSelected={entry.active} onChange={(active) => set({ active })}>
                {t('contents.canned.active')}
              </Tick>
              <Button size="small" isDisabled={index === 0} onPress={() => move(index - 1)}>
                {t('contents.canned.up')}
              </Button>
              <Button size="small" isDisabled={index === items.length - 1} onPress={() => move(index + 1)}>
                {t('contents.canned.down')}
              </Button>
              <Button
                size="small"
                onPress={() => {
                  edit.change(items.toSpliced(index, 1));
                  addButton.current?.focus();
                }}
              >
                {t('contents.canned.remove')}
              </Button>
            </div>
          </section>
        )}
      </div>
      <SaveBar
        edit={edit}
        saved={book}
        action={save}
        fault={
          edit.isChanged && faulty !== -1
            ? t('contents.canned.mend', { name: nameOf(items[faulty] ?? fresh, t('contents.canned.fresh')) })
            : null
        }
        onSave={() => save.mutate({ version: edit.version, items })}
      />
    </>
  );
}

function nameOf({ title, shortcut }: CannedTextEntry, freshName: string): string {
  return title || shortcut || freshName;
}

interface ItemListProps {
  items: readonly CannedTextEntry[];
  index: number;
  faults: ReadonlyMap<number, CannedFault>;
  onChoose: (index: number) => void;
}

function ItemList({ items, index, faults, onChoose }: ItemListProps): JSX.Element | null {
  const { t } = useTranslation();
  if (items.length === 0) return null;
  return (
    <ol className={list.list} aria-label={t('contents.canned.list')}>
      {items.map((item, each) => (
        // Rows have no name of their own before they are saved.
        <li key={each}>
          <button
            type="button"
            className={list.item}
            aria-pressed={each === index}
            onClick={() => onChoose(each)}
          >
            <span>
              {nameOf(item, t('contents.canned.fresh'))}
              {faults.has(each) && <span className="visually-hidden"> {t('contents.canned.faulty')}</span>}
            </span>
            <span className={list.aside}>
              {item.active ? `/${item.shortcut}` : t('contents.canned.inactive')}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

interface EntryFieldsProps {
  entry: CannedTextEntry;
  fault: CannedFault | undefined;
  onChange: (part: Partial<CannedTextEntry>) => void;
}

function EntryFields({ entry, fault, onChange }: EntryFieldsProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <div className={styles.parts}>
      <Field
        label={t('contents.canned.shortcut')}
        hint={t('contents.canned.shortcutHint')}
        value={entry.shortcut}
        limit={30}
        tidy={(typed) => typed.trim().replace(/^[/／]/, '')}
        fault={fault === 'shortcut' || fault === 'twice' ? t(`contents.canned.fault.${fault}`) : undefined}
        onChange={(shortcut) => onChange({ shortcut })}
      />
      <Field
        label={t('contents.canned.title')}
        value={entry.title}
        limit={100}
        width="long"
        fault={fault === 'title' ? t('contents.canned.fault.title') : undefined}
        onChange={(title) => onChange({ title })}
      />
      <Field
        label={t('contents.canned.category')}
        value={entry.category ?? ''}
        limit={50}
        onChange={(category) => onChange({ category: category === '' ? null : category })}
      />
    </div>
  );
}

import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type PhoneEntry,
  type PhoneList,
  phoneListSchema,
  phoneListsSchema,
  savePhoneListSchema,
} from '../../shared/contract.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import { Icon } from '../../shared/ui/icon.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { type Account, useAllAccounts, useContent, useSave } from './api.js';
import styles from './contents.module.css';
import { Field, Tick } from './field.js';
import { RowList } from './row-list.js';
import { SaveBar } from './save-bar.js';
import { useEdit } from './use-edit.js';

const path = '/api/phone-lists';

/** Lists of numbers that callers are told, and for which accounts each is. */
export function PhonesEditor(): JSX.Element {
  const { t } = useTranslation();
  const lists = useContent(phoneListsSchema, path);
  const accounts = useAllAccounts();
  const [isNew, setIsNew] = useState(false);
  if (lists.data === undefined) return <LoadState query={lists} />;
  if (accounts.data === undefined) return <LoadState query={accounts} />;
  const { today, items } = lists.data;
  const shared = { today, accounts: accounts.data.items };
  return (
    <div className={styles.stack}>
      <p className={styles.explain}>{t('contents.phones.explain')}</p>
      {items.map((list) => (
        <ListEditor key={list.id} list={list} {...shared} />
      ))}
      {isNew ? (
        <ListEditor list={null} onDone={() => setIsNew(false)} {...shared} />
      ) : (
        <Button className={styles.add ?? ''} onPress={() => setIsNew(true)}>
          <Icon name="add" size={16} />
          {t('contents.phones.addList')}
        </Button>
      )}
    </div>
  );
}

interface ListEditorProps {
  /** Null: a new one. */
  list: PhoneList | null;
  today: string;
  accounts: readonly Account[];
  onDone?: () => void;
}

interface Draft {
  readonly name: string;
  readonly accountIds: readonly string[];
  readonly numbers: readonly PhoneEntry[];
}

const noList: Draft = { name: '', accountIds: [], numbers: [] };

function draftOf(list: PhoneList | null): Draft {
  if (list === null) return noList;
  const numbers = list.numbers.map(({ verifiedBy: _by, overdue: _overdue, ...entry }) => entry);
  return { name: list.name, accountIds: list.accountIds, numbers };
}

function ListEditor({ list, today, accounts, onDone }: ListEditorProps): JSX.Element {
  const { t } = useTranslation();
  const edit = useEdit(draftOf(list), list?.version ?? 0);
  const save = useSave({
    schema: phoneListSchema,
    path: list === null ? path : `${path}/${list.id}`,
    keep: null,
    method: list === null ? 'POST' : 'PUT',
    onSaved: (saved) => edit.adopt(draftOf(saved), saved.version),
  });
  const { draft } = edit;
  const change = (part: Partial<Draft>): void => edit.change({ ...draft, ...part });
  const body = { version: edit.version, ...draft };
  const parsed = savePhoneListSchema.safeParse(body);
  const name = draft.name === '' ? t('contents.phones.fresh') : draft.name;
  return (
    <section className={styles.card} aria-label={t('contents.phones.list', { name })}>
      <AboutList draft={draft} accounts={accounts} onChange={change} />
      <RowList
        title={t('contents.phones.numbers')}
        isInner
        canSort
        rows={draft.numbers}
        onChange={(numbers) => change({ numbers })}
        empty={t('contents.phones.noNumbers')}
        add={t('contents.phones.add')}
        make={(): PhoneEntry => ({
          id: null,
          label: '',
          number: '',
          hours: null,
          note: null,
          verifiedOn: today,
        })}
        nameOf={(entry) => entry.label || entry.number}
      >
        {(entry, changeEntry) => (
          <NumberFields entry={entry} list={list} today={today} onChange={changeEntry} />
        )}
      </RowList>
      <SaveBar
        edit={onDone === undefined ? edit : { ...edit, reset: onDone, isChanged: true }}
        saved={list ?? { version: 0, savedAt: null, savedBy: null }}
        action={save}
        fault={(edit.isChanged || list === null) && !parsed.success ? t('contents.phones.mend') : null}
        onSave={() => save.mutate(body, { onSuccess: () => onDone?.() })}
      />
    </section>
  );
}

interface AboutListProps {
  draft: Draft;
  accounts: readonly Account[];
  onChange: (part: Partial<Draft>) => void;
}

function AboutList({ draft, accounts, onChange }: AboutListProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className={styles.parts}>
      <Field
        label={t('contents.phones.name')}
        value={draft.name}
        limit={50}
        width="long"
        onChange={(name) => onChange({ name })}
      />
      <div role="group" aria-label={t('contents.phones.accounts')} className={styles.parts}>
        {accounts.map(({ id, name }) => (
          <Tick
            key={id}
            isSelected={draft.accountIds.includes(id)}
            onChange={(isUsed) =>
              onChange({
                accountIds: accounts
                  .map((account) => account.id)
                  .filter((each) => (each === id ? isUsed : draft.accountIds.includes(each))),
              })
            }
          >
            {name[language]}
          </Tick>
        ))}
      </div>
    </div>
  );
}

interface NumberFieldsProps {
  entry: PhoneEntry;
  list: PhoneList | null;
  today: string;
  onChange: (part: Partial<PhoneEntry>) => void;
}

function NumberFields({ entry, list, today, onChange }: NumberFieldsProps): JSX.Element {
  const { t } = useTranslation();
  const saved = list?.numbers.find(({ id }) => id === entry.id);
  const isAsSaved = saved?.verifiedOn === entry.verifiedOn && saved.number === entry.number;
  const orNull = (typed: string): string | null => (typed === '' ? null : typed);
  return (
    <>
      <Field
        label={t('contents.phones.label')}
        value={entry.label}
        limit={100}
        width="long"
        onChange={(label) => onChange({ label })}
      />
      <Field
        label={t('contents.phones.number')}
        value={entry.number}
        limit={40}
        inputMode="tel"
        onChange={(number) => onChange({ number })}
      />
      <Field
        label={t('contents.phones.hours')}
        value={entry.hours ?? ''}
        limit={100}
        onChange={(typed) => onChange({ hours: orNull(typed) })}
      />
      <Field
        label={t('contents.phones.note')}
        value={entry.note ?? ''}
        limit={200}
        onChange={(typed) => onChange({ note: orNull(typed) })}
      />
      <Field
        type="date"
        label={t('contents.phones.verifiedOn')}
        value={entry.verifiedOn}
        fault={entry.verifiedOn > today ? t('contents.phones.future') : undefined}
        onChange={(verifiedOn) => onChange({ verifiedOn })}
      />
      <span className={styles.checked}>
        {isAsSaved && saved.overdue ? (
          <Chip tone="amber">
            <Icon name="alert" size={14} /> {t('contents.phones.overdue')}
          </Chip>
        ) : (
          <span className={styles.explain}>
            {isAsSaved
              ? t('contents.phones.verifiedBy', { name: saved.verifiedBy ?? t('contents.fromFile') })
              : t('contents.phones.verifiedByMe')}
          </span>
        )}
        <Button
          size="small"
          isDisabled={entry.verifiedOn === today}
          aria-label={t('contents.phones.verifyNow', { name: entry.label || entry.number })}
          onPress={() => onChange({ verifiedOn: today })}
        >
          {t('contents.phones.verify')}
        </Button>
      </span>
    </>
  );
}

import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type CategoryBook, categoryBookSchema, type CategoryEntry } from '../../shared/contract.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { type Account, accountPath, useContent, useSave } from './api.js';
import styles from './contents.module.css';
import { Field, Tick } from './field.js';
import { RowList } from './row-list.js';
import { SaveBar } from './save-bar.js';
import { useEdit } from './use-edit.js';

/** What consultations of an account may be said to be about. */
export function CategoriesEditor({ account }: { account: Account }): JSX.Element {
  const path = `${accountPath(account.id)}/categories`;
  const book = useContent(categoryBookSchema, path);
  if (book.data === undefined) return <LoadState query={book} />;
  return <Editor path={path} book={book.data} />;
}

interface Draft {
  readonly required: boolean;
  readonly items: readonly CategoryEntry[];
}

function draftOf({ required, items }: CategoryBook): Draft {
  return { required, items: items.map(({ used: _used, ...entry }) => entry) };
}

function Editor({ path, book }: { path: string; book: CategoryBook }): JSX.Element {
  const { t } = useTranslation();
  const edit = useEdit(draftOf(book), book.version);
  const save = useSave({
    schema: categoryBookSchema,
    path,
    keep: path,
    onSaved: (saved) => edit.adopt(draftOf(saved), saved.version),
  });
  const { required, items } = edit.draft;
  const usedOf = (id: string | null): number => book.items.find((entry) => entry.id === id)?.used ?? 0;
  const names = items.map(({ name }) => name.trim());
  const faultOf = (name: string): string | undefined => {
    if (name === '') return t('contents.categories.nameMissing');
    return names.filter((other) => other === name).length > 1 ? t('contents.categories.twice') : undefined;
  };
  const wrong = names.find((name) => faultOf(name) !== undefined);
  return (
    <>
      <RowList
        title={t('contents.categories.list')}
        explain={t('contents.categories.explain')}
        canSort
        rows={items}
        onChange={(next) => edit.change({ required, items: next })}
        empty={t('contents.categories.empty')}
        add={t('contents.categories.add')}
        make={(): CategoryEntry => ({ id: null, name: '', retired: false })}
        nameOf={({ name }) => name}
        mayRemove={({ id }) => usedOf(id) === 0}
      >
        {(entry, change) => (
          <>
            <Field
              label={t('contents.categories.name')}
              value={entry.name}
              limit={50}
              width="long"
              fault={edit.isChanged ? faultOf(entry.name.trim()) : undefined}
              onChange={(name) => change({ name })}
            />
            <span className={styles.checked}>
              <Tick isSelected={entry.retired} onChange={(retired) => change({ retired })}>
                {t('contents.categories.retired')}
              </Tick>
              <span className={styles.explain}>
                {t('contents.categories.used', { count: usedOf(entry.id) })}
              </span>
            </span>
          </>
        )}
      </RowList>
      <section className={styles.card}>
        <Tick isSelected={required} onChange={(next) => edit.change({ required: next, items })}>
          {t('contents.categories.required')}
        </Tick>
      </section>
      <SaveBar
        edit={edit}
        saved={book}
        action={save}
        fault={wrong === undefined ? null : (faultOf(wrong) ?? null)}
        onSave={() => save.mutate({ version: edit.version, required, items })}
      />
    </>
  );
}

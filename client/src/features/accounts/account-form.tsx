import { type FormEvent, type JSX, useEffect, useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { useTranslation } from 'react-i18next';
import { type AccountDetail } from '../../shared/administration-contract.js';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { Button } from '../../shared/ui/button.js';
import { Notice } from '../../shared/ui/notice.js';
import { TextField } from '../../shared/ui/text-field.js';
import styles from './accounts.module.css';
import { useSaveAccount } from './api/accounts.js';
import { changedPaths, changeOf, type Draft, draftOf, type DraftPath, merged } from './draft.js';
import { groups } from './fields.js';
import { SettingField } from './setting-field.js';
import { useFieldWords } from './use-field-words.js';

/** Names and how the account behaves. Nothing is saved before somebody says so. */
export function AccountForm({ detail }: { detail: AccountDetail }): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const save = useSaveAccount(detail.id);
  const [seen, setSeen] = useState(detail);
  const [draft, setDraft] = useState<Draft>(() => draftOf(detail));
  const changed = changedPaths(draftOf(seen), draft);
  const isStale = changed.length > 0 && detail.version !== seen.version;

  useEffect(() => {
    // What nobody has typed into follows what is saved.
    if (detail.version === seen.version || changed.length > 0) return;
    setSeen(detail);
    setDraft(draftOf(detail));
  }, [detail, seen, changed.length]);

  const set = (path: DraftPath, value: string | boolean): void =>
    setDraft((before) => ({ ...before, [path]: value }));
  const show = (shown: AccountDetail): void => {
    setSeen(shown);
    setDraft(draftOf(shown));
    save.reset();
  };
  const takeOver = (): void => {
    setDraft(merged(draftOf(seen), draft, draftOf(detail)));
    setSeen(detail);
    save.reset();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!save.isPending && !isStale) save.mutate(changeOf(draft, seen), { onSuccess: show });
  };

  return (
    <Form className={styles.form ?? ''} onSubmit={submit} aria-label={t('accounts.form')}>
      <section className={styles.card} aria-labelledby="account-basics">
        <h2 id="account-basics" className={styles.heading}>
          {t('accounts.basics')}
        </h2>
        <div className={styles.fields}>
          <Own path="name.ja" label={t('accounts.nameJa')} draft={draft} onChange={set} isRequired />
          <Own path="name.en" label={t('accounts.nameEn')} draft={draft} onChange={set} isRequired />
          <div className={styles.wide}>
            <Own path="purpose" label={t('accounts.purpose')} draft={draft} onChange={set} longest={300} />
          </div>
        </div>
      </section>
      {groups.map(({ id, fields }) => (
        <section key={id} className={styles.card} aria-labelledby={`account-${id}`}>
          <h2 id={`account-${id}`} className={styles.heading}>
            {t(`accounts.group.${id}`)}
          </h2>
          <div className={styles.fields}>
            {fields.map((field) => (
              <SettingField
                key={field.path}
                field={field}
                value={draft[field.path]}
                onChange={(value) => set(field.path, value)}
              />
            ))}
          </div>
        </section>
      ))}
      {changed.length > 0 && (
        <div className={styles.foot}>
          {isStale && <Stale seen={seen} now={detail} onTakeOver={takeOver} onDiscard={() => show(detail)} />}
          {save.error !== null && !isStale && (
            <Notice tone="danger" role="alert" icon="alert">
              {errorMessage(save.error)}
            </Notice>
          )}
          <div className={styles.bar}>
            <span className={styles.said} role="status">
              {t('accounts.unsaved', { count: changed.length })}
            </span>
            <Button onPress={() => show(detail)} isDisabled={save.isPending}>
              {t('accounts.discard')}
            </Button>
            <Button type="submit" look="primary" isPending={save.isPending} isDisabled={isStale}>
              {t('accounts.save')}
            </Button>
          </div>
        </div>
      )}
      <span role="status" className="visually-hidden">
        {save.isSuccess && changed.length === 0 && t('accounts.saved')}
      </span>
    </Form>
  );
}

interface OwnProps {
  path: 'name.ja' | 'name.en' | 'purpose';
  label: string;
  draft: Draft;
  longest?: number;
  isRequired?: boolean;
  onChange: (path: DraftPath, value: string) => void;
}

function Own({ path, label, draft, longest = 50, isRequired = false, onChange }: OwnProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <TextField
      label={label}
      value={String(draft[path])}
      onChange={(value) => onChange(path, value)}
      isRequired={isRequired}
      missing={t('accounts.missing')}
      maxLength={longest}
    />
  );
}

interface StaleProps {
  seen: AccountDetail;
  now: AccountDetail;
  onTakeOver: () => void;
  onDiscard: () => void;
}

/** Somebody saved while this was being typed: what is new, and two ways on. */
function Stale({ seen, now, onTakeOver, onDiscard }: StaleProps): JSX.Element {
  const { t } = useTranslation();
  const words = useFieldWords();
  const newer = draftOf(now);
  const paths = changedPaths(draftOf(seen), newer);
  return (
    <Notice
      tone="amber"
      role="alert"
      icon="alert"
      action={
        <div className={styles.copyable}>
          <Button size="small" onPress={onDiscard}>
            {t('accounts.staleDiscard')}
          </Button>
          <Button size="small" look="primary" onPress={onTakeOver}>
            {t('accounts.staleTakeOver')}
          </Button>
        </div>
      }
    >
      <p>{t('accounts.stale')}</p>
      <ul className={styles.list}>
        {paths.map((path) => (
          <li key={path}>
            {t('accounts.staleValue', { name: words.label(path), value: words.value(path, newer[path]) })}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

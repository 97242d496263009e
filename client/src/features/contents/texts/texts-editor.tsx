import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type AccountTexts,
  accountTextsSchema,
  type Situation,
  type TextVersions,
  textVersionsSchema,
} from '../../../shared/contract.js';
import { dayAndTime } from '../../../shared/format/time.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import { Button } from '../../../shared/ui/button.js';
import { LoadState } from '../../../shared/ui/load-state.js';
import { type Account, accountPath, useContent, useSave } from '../api.js';
import styles from '../contents.module.css';
import { SaveBar } from '../save-bar.js';
import { useEdit } from '../use-edit.js';
import list from './choice-list.module.css';
import { TemplateField } from './template-field.js';

type Text = AccountTexts['items'][number];

/** What callers of an account are told automatically, situation by situation. */
export function TextsEditor({ account }: { account: Account }): JSX.Element {
  const { t } = useTranslation();
  const path = `${accountPath(account.id)}/texts`;
  const texts = useContent(accountTextsSchema, path);
  const [chosen, setChosen] = useState<Situation>('closed');
  if (texts.data === undefined) return <LoadState query={texts} />;
  const text = texts.data.items.find(({ situation }) => situation === chosen);
  return (
    <div className={styles.book}>
      <ul className={list.list} aria-label={t('hours.texts.list')}>
        {texts.data.items.map(({ situation, body }) => (
          <li key={situation}>
            <button
              type="button"
              className={list.item}
              aria-pressed={situation === chosen}
              onClick={() => setChosen(situation)}
            >
              {t(`hours.texts.situation.${situation}`)}
              {body === null && <span className={list.aside}>{t('hours.texts.builtIn')}</span>}
            </button>
          </li>
        ))}
      </ul>
      {text !== undefined && <TextEditor key={text.situation} account={account} path={path} text={text} />}
    </div>
  );
}

function TextEditor({ account, path, text }: { account: Account; path: string; text: Text }): JSX.Element {
  const { t } = useTranslation();
  const { situation, body, builtIn, variables, version } = text;
  const own = `${path}/${situation}`;
  const versions = useContent(textVersionsSchema, `${own}/versions`);
  const edit = useEdit(body ?? builtIn, version);
  const save = useSave({
    schema: accountTextsSchema,
    path: own,
    keep: null,
    onSaved: ({ items }) => {
      const saved = items.find((item) => item.situation === situation);
      if (saved !== undefined) edit.adopt(saved.body ?? saved.builtIn, saved.version);
    },
  });
  const isBuiltIn = edit.draft === builtIn;
  const [newest] = versions.data?.items ?? [];
  return (
    <div className={styles.stack}>
      <section className={styles.card}>
        <h3 className={styles.title}>{t(`hours.texts.situation.${situation}`)}</h3>
        <p className={styles.explain}>{t(`hours.texts.when.${situation}`)}</p>
        <TemplateField
          label={t('contents.texts.body')}
          value={edit.draft}
          variables={variables}
          accountName={account.name.ja}
          previewPath={`${own}/preview`}
          onChange={edit.change}
        />
        <Button
          size="small"
          className={styles.add ?? ''}
          isDisabled={isBuiltIn}
          onPress={() => edit.change(builtIn)}
        >
          {t('contents.texts.builtIn')}
        </Button>
      </section>
      <SaveBar
        edit={edit}
        saved={{ version, savedAt: newest?.savedAt ?? null, savedBy: newest?.savedBy ?? null }}
        action={save}
        fault={edit.draft.trim() === '' ? t('contents.texts.empty') : null}
        {...(isBuiltIn ? { summary: t('contents.texts.toBuiltIn') } : {})}
        // The built-in text is none of the account's own: it follows when ours gets better.
        onSave={() => save.mutate({ version: edit.version, body: isBuiltIn ? null : edit.draft })}
      />
      <Versions items={versions.data?.items ?? []} builtIn={builtIn} onTake={edit.change} />
    </div>
  );
}

interface VersionsProps {
  items: TextVersions['items'];
  builtIn: string;
  onTake: (body: string) => void;
}

function Versions({ items, builtIn, onTake }: VersionsProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <section className={styles.card}>
      <h3 className={styles.title}>{t('contents.versions')}</h3>
      {items.length === 0 && <p className={styles.explain}>{t('hours.texts.noVersions')}</p>}
      <ol className={styles.rows}>
        {items.map(({ version, body, savedAt, savedBy }) => (
          <li key={version} className={styles.row}>
            <span className={styles.parts}>
              {t('contents.version', { version })}{' '}
              <time dateTime={savedAt}>{dayAndTime(savedAt, language)}</time>{' '}
              {savedBy ?? t('contents.fromFile')}
              {body === null && ` · ${t('hours.texts.builtIn')}`}
            </span>
            <Button
              size="small"
              aria-label={t('contents.takeVersion', { version })}
              onPress={() => onTake(body ?? builtIn)}
            >
              {t('contents.take')}
            </Button>
          </li>
        ))}
      </ol>
    </section>
  );
}

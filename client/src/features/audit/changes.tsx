import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type AuditChoices, type AuditEntryView } from '../../shared/contract.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import styles from './audit.module.css';
import { type Difference, differencesOf, isPart } from './differences.js';
import { accountNames, settingName } from './setting-names.js';

/** From here on they are folded away: more rows than these, or more words in one of them. */
const IN_SIGHT = 4;
const LONG = 400;

interface ChangesProps {
  changes: AuditEntryView['changes'];
  accounts: AuditChoices['accounts'];
}

/** Before and after, side by side. */
export function Changes({ changes, accounts }: ChangesProps): JSX.Element {
  const { t } = useTranslation();
  const differences = differencesOf(changes);
  const isLong = differences.some(({ before, after }) => lengthOf(before) + lengthOf(after) > LONG);
  const table = <Table differences={differences} accounts={accounts} />;
  if (differences.length <= IN_SIGHT && !isLong) return table;
  return (
    <details className={styles.details}>
      <summary>{t('audit.changes', { count: differences.length })}</summary>
      {table}
    </details>
  );
}

function Table(props: {
  differences: readonly Difference[];
  accounts: ChangesProps['accounts'];
}): JSX.Element {
  const { t } = useTranslation();
  const nameOf = useNames(props.accounts);
  return (
    <div className={styles.tableFrame} role="region" aria-label={t('audit.setting')} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('audit.setting')}</th>
            <th scope="col">{t('audit.before')}</th>
            <th scope="col">{t('audit.after')}</th>
          </tr>
        </thead>
        <tbody>
          {props.differences.map(({ name, entry, before, after }) => (
            <tr key={`${name} ${entry}`}>
              <th scope="row" title={name}>
                {entry === null ? nameOf(name) : t('audit.entryOf', { name: nameOf(name), entry })}
              </th>
              <td>
                <Value is={before} nameOf={nameOf} />
              </td>
              <td>
                <Value is={after} nameOf={nameOf} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function useNames(accounts: ChangesProps['accounts']): (path: string) => string {
  const { t, i18n } = useTranslation();
  const language = useLanguage();
  return (path) => settingName(path, t, (key) => i18n.exists(key), accountNames(accounts, language));
}

/** In words as far as there are any: whoever audits reads no notation of programs. */
function Value({ is, nameOf }: { is: unknown; nameOf: (path: string) => string }): JSX.Element {
  const { t } = useTranslation();
  if (is === undefined || is === null || is === '')
    return <span className={styles.absent}>{t('audit.absent')}</span>;
  if (typeof is === 'boolean') return <>{t(is ? 'accounts.yes' : 'accounts.no')}</>;
  if (Array.isArray(is)) return <Values are={is} nameOf={nameOf} />;
  if (!isPart(is)) return <>{typeof is === 'string' ? is : JSON.stringify(is)}</>;
  return (
    <dl className={styles.fields}>
      {Object.entries(is).map(([field, value]) => (
        <div key={field}>
          <dt>{nameOf(field)}</dt>
          <dd>
            <Value is={value} nameOf={nameOf} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Values({ are, nameOf }: { are: readonly unknown[]; nameOf: (path: string) => string }): JSX.Element {
  const { t } = useTranslation();
  if (are.length === 0) return <span className={styles.absent}>{t('audit.absent')}</span>;
  if (!are.some((value) => typeof value === 'object')) return <>{are.map(String).join(t('people.and'))}</>;
  return (
    <ol className={styles.values}>
      {are.map((value, place) => (
        // They stand as they were written down: none of them moves.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={place}>
          <Value is={value} nameOf={nameOf} />
        </li>
      ))}
    </ol>
  );
}

function lengthOf(value: unknown): number {
  return value === undefined ? 0 : JSON.stringify(value).length;
}

import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type AuditEntryView } from '../../shared/contract.js';
import styles from './audit.module.css';

/** From here on they are folded away. */
const IN_SIGHT = 4;

/** Before and after, side by side. */
export function Changes({ changes }: { changes: AuditEntryView['changes'] }): JSX.Element {
  const { t } = useTranslation();
  if (changes.length <= IN_SIGHT) return <Table changes={changes} />;
  return (
    <details className={styles.details}>
      <summary>{t('audit.changes', { count: changes.length })}</summary>
      <Table changes={changes} />
    </details>
  );
}

function Table({ changes }: { changes: AuditEntryView['changes'] }): JSX.Element {
  const { t } = useTranslation();
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
          {changes.map((change) => (
            <tr key={change.name}>
              <th scope="row">{change.name}</th>
              <td>
                <Value is={change.before} label={`${change.name}: ${t('audit.before')}`} />
              </td>
              <td>
                <Value is={change.after} label={`${change.name}: ${t('audit.after')}`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({ is, label }: { is: unknown; label: string }): JSX.Element {
  const { t } = useTranslation();
  if (is === undefined) return <span className={styles.absent}>{t('audit.absent')}</span>;
  if (typeof is === 'string') return <>{is}</>;
  if (is === null || typeof is !== 'object') return <code>{JSON.stringify(is)}</code>;
  return (
    <pre className={styles.json} role="region" aria-label={label} tabIndex={0}>
      {JSON.stringify(is, null, 1)}
    </pre>
  );
}

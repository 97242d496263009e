import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { RiskMark } from '../../shared/ui/risk-mark.js';
import { useStanding } from './api/get-standing.js';
import styles from './risk.module.css';
import { type StandingLine, standingLines } from './standing-lines.js';

/** Who judged the risk how, when and why, and who took the ticket before its turn. */
export function StandingHistory({ ticketId }: { ticketId: string }): JSX.Element {
  const { t } = useTranslation();
  const standing = useStanding(ticketId);
  if (standing.data === undefined) return <LoadState query={standing} />;
  const lines = standingLines(standing.data);
  if (lines.length === 0) return <p className={styles.empty}>{t('risk.historyEmpty')}</p>;
  return (
    <ol className={styles.history} aria-label={t('risk.history')}>
      {lines.map((line) => (
        <HistoryLine key={`${line.kind} ${line.at}`} line={line} />
      ))}
    </ol>
  );
}

function HistoryLine({ line }: { line: StandingLine }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <li className={styles.line}>
      <p className={styles.what}>
        {line.kind === 'risk' ? (
          <RiskMark risk={line.risk} isAlone={false} />
        ) : (
          <strong>{t('risk.picked', { count: line.ahead })}</strong>
        )}
        <span className={styles.who}>
          {line.by} <time dateTime={line.at}>{dayAndTime(line.at, language)}</time>
        </span>
      </p>
      <p className={styles.reason}>{line.reason ?? t('risk.noReason')}</p>
    </li>
  );
}

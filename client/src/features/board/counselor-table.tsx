import { type JSX } from 'react';
import { Meter } from 'react-aria-components/Meter';
import { useTranslation } from 'react-i18next';
import { type CounselorLoad, type Overload, type OverloadReason } from '../../shared/contract.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { AgeText } from '../../shared/ui/age.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import { PresenceMark } from '../../shared/ui/presence-mark.js';
import { languageName } from '../../shared/ui/ticket-standing.js';
import styles from './counselor-table.module.css';

interface CounselorTableProps {
  counselors: readonly CounselorLoad[];
  overloaded: readonly Overload[];
}

export function CounselorTable({ counselors, overloaded }: CounselorTableProps): JSX.Element {
  const { t } = useTranslation();
  if (counselors.length === 0) return <p className={styles.empty}>{t('board.counselorsEmpty')}</p>;
  return (
    <div className={styles.frame}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('board.counselor')}</th>
            <th scope="col">{t('board.presence')}</th>
            <th scope="col">{t('board.load')}</th>
            <th scope="col">{t('board.longestUnanswered')}</th>
          </tr>
        </thead>
        <tbody>
          {counselors.map((counselor) => (
            <CounselorRow
              key={counselor.staffId}
              counselor={counselor}
              reasons={overloaded.find((each) => each.counselor.staffId === counselor.staffId)?.reasons ?? []}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CounselorRowProps {
  counselor: CounselorLoad;
  /** Why they have too much in hand. */
  reasons: readonly OverloadReason[];
}

function CounselorRow({ counselor, reasons }: CounselorRowProps): JSX.Element {
  const { t } = useTranslation();
  const { displayName, presence, presenceSince, oldestUnansweredAt } = counselor;
  return (
    <tr>
      <th scope="row">
        {displayName}
        <Skills counselor={counselor} />
      </th>
      <td>
        <PresenceMark presence={presence} />
        {presenceSince !== null && presence !== 'offline' && (
          <AgeText since={presenceSince} className={styles.since} />
        )}
      </td>
      <td>
        <LoadMeter counselor={counselor} />
        {reasons.map((reason) => (
          <span key={reason} className={styles.overload}>
            <Icon name="alert" size={14} />
            {t(`bridge.overload.${reason}`)}
          </span>
        ))}
      </td>
      <td>
        {oldestUnansweredAt === null ? (
          <span className={styles.none}>{t('board.none')}</span>
        ) : (
          <AgeText since={oldestUnansweredAt} className={styles.unanswered} />
        )}
      </td>
    </tr>
  );
}

/** What somebody is, and in which other languages they answer. */
function Skills({ counselor: { professions, languages } }: { counselor: CounselorLoad }): JSX.Element | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = languages.map((tag) => languageName(tag, language)).join('・');
  const skills = [
    ...professions.map((each) => t(`profession.${each}`)),
    ...(languages.length === 0 ? [] : [t('staffing.languages', { languages: names })]),
  ];
  if (skills.length === 0) return null;
  return <span className={styles.skills}>{skills.join(' / ')}</span>;
}

function LoadMeter({ counselor }: { counselor: CounselorLoad }): JSX.Element {
  const { t } = useTranslation();
  const { activeTickets: active, capacity, displayName } = counselor;
  const value = t('board.loadValue', { active, capacity });
  return (
    <Meter
      className={styles.meter ?? ''}
      aria-label={`${displayName} ${t('board.load')}`}
      value={active}
      maxValue={capacity}
      valueLabel={value}
    >
      {({ percentage }) => (
        <>
          <span className={styles.value}>{value}</span>
          <span className={styles.track}>
            <span
              className={classNames(styles.fill, active >= capacity && styles.full)}
              style={{ width: `${Math.min(100, percentage)}%` }}
            />
          </span>
        </>
      )}
    </Meter>
  );
}

import { type JSX, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type IncidentView } from '../../shared/contract.js';
import { clockTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Link } from '../../shared/navigation/link.js';
import { AgeText } from '../../shared/ui/age.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { EndDialog } from './end-dialog.js';
import styles from './incident-head.module.css';

interface IncidentHeadProps {
  incident: IncidentView;
  accountName: string;
  /** Only supervisors of its account end it. */
  mayEnd: boolean;
  recordAddress: string;
  onEnded: () => void;
  /** What else is at hand here. */
  tools?: ReactNode;
}

/** Whose emergency it is, for how long, and that nothing leaves by itself. */
export function IncidentHead(props: IncidentHeadProps): JSX.Element {
  const { incident, accountName, mayEnd, recordAddress, onEnded } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const [isEnding, setIsEnding] = useState(false);
  return (
    <header className={styles.head}>
      <div className={styles.who}>
        <h1 className={styles.heading}>
          <Icon name="alert" size={20} />
          {t('emergency.heading')}
          <span className={styles.alias}>
            {incident.alias} {t('ticket.number', { number: incident.number })}
          </span>
        </h1>
        <p className={styles.second}>
          <span>{accountName}</span>
          <span>
            {t('emergency.since', {
              time: clockTime(incident.openedAt, language),
              name: incident.openedBy.displayName,
            })}
          </span>
        </p>
      </div>
      <p className={styles.elapsed}>
        <span className={styles.elapsedLabel}>{t('emergency.elapsed')}</span>
        <AgeText since={incident.openedAt} className={styles.age} />
      </p>
      <div className={styles.actions}>
        {props.tools}
        <Link href={recordAddress} className={styles.link}>
          {t('emergency.record.open')}
        </Link>
        {mayEnd && <Button onPress={() => setIsEnding(true)}>{t('emergency.end.open')}</Button>}
      </div>
      <p className={styles.promise} role="note">
        {t('emergency.promise')}
      </p>
      {isEnding && (
        <EndDialog
          incident={incident}
          onClose={() => setIsEnding(false)}
          onEnded={() => {
            setIsEnding(false);
            onEnded();
          }}
        />
      )}
    </header>
  );
}

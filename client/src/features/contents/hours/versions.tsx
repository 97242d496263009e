import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Schedule, scheduleVersionsSchema } from '../../../shared/contract.js';
import { dayAndTime } from '../../../shared/format/time.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import { Button } from '../../../shared/ui/button.js';
import { LoadState } from '../../../shared/ui/load-state.js';
import { useContent } from '../api.js';
import styles from '../contents.module.css';

interface HoursVersionsProps {
  path: string;
  /** Takes an old one into the editor; nothing is saved by that. */
  onTake: (schedule: Schedule) => void;
}

/** What the hours were before; fetched when somebody asks for it. */
export function HoursVersions(props: HoursVersionsProps): JSX.Element {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section className={styles.card}>
      <h3 className={styles.title}>{t('contents.versions')}</h3>
      {isOpen ? (
        <List {...props} />
      ) : (
        <Button size="small" className={styles.add ?? ''} onPress={() => setIsOpen(true)}>
          {t('contents.showVersions')}
        </Button>
      )}
    </section>
  );
}

function List({ path, onTake }: HoursVersionsProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const versions = useContent(scheduleVersionsSchema, `${path}/versions`);
  if (versions.data === undefined) return <LoadState query={versions} />;
  if (versions.data.items.length === 0) return <p className={styles.explain}>{t('contents.neverSaved')}</p>;
  return (
    <ol className={styles.rows}>
      {versions.data.items.map(({ version, savedAt, savedBy, schedule }) => (
        <li key={version} className={styles.row}>
          <span className={styles.parts}>
            {t('contents.version', { version })}{' '}
            {savedAt !== null && <time dateTime={savedAt}>{dayAndTime(savedAt, language)}</time>}{' '}
            {savedBy ?? t('contents.fromFile')}
          </span>
          {schedule !== null && (
            <Button
              size="small"
              aria-label={t('contents.takeVersion', { version })}
              onPress={() => onTake(schedule)}
            >
              {t('contents.take')}
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}

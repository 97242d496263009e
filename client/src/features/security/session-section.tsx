import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type SessionEntry } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { deviceWords } from '../../shared/passkey/device-words.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import { Icon } from '../../shared/ui/icon.js';
import { RefusalNotice } from '../../shared/ui/refusal-notice.js';
import { useEndSession } from './api/security.js';
import styles from './security.module.css';

export function SessionSection({ sessions }: { sessions: readonly SessionEntry[] }): JSX.Element {
  const { t } = useTranslation();
  return (
    <section className={styles.section} aria-labelledby="sessions">
      <h2 id="sessions" className={styles.heading}>
        {t('sessions.heading')}
      </h2>
      <p className={styles.explain}>{t('sessions.explain')}</p>
      <ul className={styles.rows}>
        {sessions.map((entry) => (
          <SessionRow key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

function SessionRow({ entry }: { entry: SessionEntry }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const end = useEndSession(entry.id);
  const name = deviceWords(entry.device, t);
  return (
    <li className={styles.row}>
      <Icon name="screen" />
      <div className={styles.what}>
        <p className={styles.name}>
          {name}
          {entry.current && <Chip tone="good">{t('sessions.current')}</Chip>}
        </p>
        <p className={styles.facts}>
          <span>{t(`sessions.method.${entry.method}`)}</span>
          <span>{t('sessions.since', { time: dayAndTime(entry.createdAt, language) })}</span>
          <span>{t('sessions.seen', { time: dayAndTime(entry.seenAt, language) })}</span>
        </p>
        <RefusalNotice error={end.error} attempt={end.submittedAt} />
      </div>
      {!entry.current && (
        <div className={styles.actions}>
          <Button
            look="plain"
            size="small"
            aria-label={t('sessions.endLabel', { name })}
            isPending={end.isPending}
            onPress={() => end.mutate()}
          >
            {t('sessions.end')}
          </Button>
        </div>
      )}
    </li>
  );
}

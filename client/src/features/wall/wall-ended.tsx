import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError } from '../../shared/api/request.js';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { clockTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Link } from '../../shared/navigation/link.js';
import { paths } from '../../shared/navigation/location.js';
import { Icon } from '../../shared/ui/icon.js';
import styles from './wall-ended.module.css';

interface WallEndedProps {
  /** By the browser's clock. */
  at: number;
  of: 'wall' | 'session';
}

/** Nothing comes any more: no figure is left standing, and from afar it is seen since when. */
export function WallEnded({ at, of }: WallEndedProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <main className={styles.ended}>
      <Icon name="alert" size={72} />
      <h1 className={styles.heading} role="status">
        {t('wall.ended', { time: clockTime(at, language) })}
      </h1>
      <p className={styles.detail}>{t(`wall.endedDetail.${of}`)}</p>
      {of === 'session' && (
        <Link href={paths.signIn} className={styles.link}>
          {t('wall.signIn')}
        </Link>
      )}
    </main>
  );
}

/** A link that is no good stays so. */
export function WallRefused({ error }: { error: ApiError }): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  return (
    <main className={styles.ended}>
      <Icon name="alert" size={72} />
      <h1 className={styles.heading} role="alert">
        {t('wall.refused')}
      </h1>
      <p className={styles.detail}>
        {error.code === 'invalid_field' ? t('wall.incomplete') : errorMessage(error)}
      </p>
    </main>
  );
}

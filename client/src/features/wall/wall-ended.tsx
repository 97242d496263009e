import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Link } from '../../shared/navigation/link.js';
import { paths } from '../../shared/navigation/location.js';
import { Icon } from '../../shared/ui/icon.js';
import styles from './wall-ended.module.css';

/** The session of a screen on the wall is over: no figure is left standing, and from afar it is seen since when. */
export function WallEnded({ at }: { at: number }): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <main className={styles.ended}>
      <Icon name="alert" size={72} />
      <h1 className={styles.heading} role="status">
        {t('wall.ended', { time: clockTime(at, language) })}
      </h1>
      <p>{t('wall.endedDetail')}</p>
      <Link href={paths.signIn} className={styles.link}>
        {t('wall.signIn')}
      </Link>
    </main>
  );
}

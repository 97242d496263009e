import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import band from './day-band.module.css';
import styles from './legend.module.css';

export function Legend(): JSX.Element {
  const { t } = useTranslation();
  const item = (look: string, words: string, overEnd = false): JSX.Element => (
    <li className={styles.item}>
      <span className={styles.swatch} aria-hidden="true">
        <span
          className={band.band}
          data-look={look}
          data-over-end={overEnd}
          data-joins-after={overEnd}
          style={{ insetInlineStart: '0%', inlineSize: '100%' }}
        />
      </span>
      {words}
    </li>
  );
  return (
    <ul className={styles.legend} aria-label={t('hours.calendar.legend')}>
      {item('open', t('opening.open'))}
      {item('late', t('opening.last-acceptance-passed'))}
      {item('opened-by-hand', t('hours.calendar.opened-by-hand'))}
      {item('closed-by-hand', t('hours.calendar.closed-by-hand'))}
      {item('open', t('hours.calendar.legendNext'), true)}
    </ul>
  );
}

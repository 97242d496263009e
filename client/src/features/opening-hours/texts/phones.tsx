import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountTexts } from '../../../shared/contract.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import { Icon } from '../../../shared/ui/icon.js';
import { Notice } from '../../../shared/ui/notice.js';
import { yearDate } from '../words.js';
import styles from './texts.module.css';

/** Numbers change: one that nobody has checked for so long may lead nowhere. */
const staleMs = 183 * 86_400_000;

interface PhonesProps {
  numbers: AccountTexts['phoneNumbers'];
  now: number;
}

export function Phones({ numbers, now }: PhonesProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className={styles.card}>
      <h3 className={styles.name}>{t('hours.texts.phones')}</h3>
      {numbers.length === 0 && (
        <Notice tone="amber" icon="alert">
          {t('hours.texts.phonesEmpty')}
        </Notice>
      )}
      <ul className={styles.phones}>
        {numbers.map(({ label, number, hours, note, verifiedOn }) => (
          <li key={`${label} ${number}`} className={styles.phone}>
            <p>
              <strong>{label}</strong> <span className={styles.number}>{number}</span>
            </p>
            <p className={styles.when}>
              {hours !== null && <span>{hours}</span>}
              {note !== null && <span>{note}</span>}
              <span>{t('hours.texts.verified', { date: yearDate(verifiedOn, language) })}</span>
            </p>
            {now - Date.parse(`${verifiedOn}T00:00:00+09:00`) > staleMs && (
              <p className={styles.stale}>
                <Icon name="alert" size={14} />
                {t('hours.texts.verifyAgain')}
              </p>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

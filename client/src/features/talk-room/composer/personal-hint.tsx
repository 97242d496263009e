import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../shared/ui/button.js';
import { Notice } from '../../../shared/ui/notice.js';
import { type PersonalData } from './personal-data.js';
import styles from './personal-hint.module.css';

interface PersonalHintProps {
  found: readonly PersonalData[];
  onSend: () => void;
  onBack: () => void;
}

/** Asked once before it goes; nothing is forbidden. */
export function PersonalHint({ found, onSend, onBack }: PersonalHintProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <div
      className={styles.hint}
      role="group"
      aria-label={t('personal.question')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onBack();
      }}
    >
      <Notice tone="amber" role="alert" icon="alert">
        <p className={styles.question}>{t('personal.question')}</p>
        <ul className={styles.list}>
          {found.map(({ kind, words }) => (
            <li key={`${kind} ${words}`}>{t(`personal.${kind}`, { words })}</li>
          ))}
        </ul>
        <div className={styles.buttons}>
          {/* The keyboard goes to the harmless one: a second Enter sends nothing. */}
          <Button size="small" autoFocus onPress={onBack}>
            {t('personal.back')}
          </Button>
          <Button size="small" look="plain" onPress={onSend}>
            {t('personal.send')}
          </Button>
        </div>
      </Notice>
    </div>
  );
}

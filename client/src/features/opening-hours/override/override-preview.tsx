import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../../../shared/format/time.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import { LoadState } from '../../../shared/ui/load-state.js';
import { Notice } from '../../../shared/ui/notice.js';
import { useWhatIf } from '../api/queries.js';
import { LineBubble } from '../../../shared/ui/line-bubble.js';
import { type Account } from '../opening-hours.js';
import styles from './override-dialog.module.css';
import { type OverrideInput, requestOf } from './override-input.js';

interface OverridePreviewProps {
  account: Account;
  input: OverrideInput;
  now: number;
  isValid: boolean;
}

/** What callers would get from now on, before anything is decided. */
export function OverridePreview({ account, input, now, isValid }: OverridePreviewProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { state, until } = requestOf(input);
  const answer = useWhatIf(account.id, isValid ? { decision: { state, until } } : null);
  return (
    <div className={styles.preview}>
      <h3 className={styles.label}>{t('hours.override.preview')}</h3>
      {answer.data === undefined ? (
        <LoadState query={answer} />
      ) : (
        <LineBubble
          accountName={account.name.ja}
          text={answer.data.text}
          quickReplies={answer.data.quickReplies}
          time={clockTime(now, language)}
        />
      )}
      <p className={styles.hint}>
        {t(state === 'closed' ? 'hours.override.closingEffect' : 'hours.override.openingEffect')}
      </p>
      {state === 'closed' && input.ends === 'never' && (
        <Notice tone="amber">{t('hours.override.neverEffect')}</Notice>
      )}
    </div>
  );
}

import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageView } from '../../shared/contract.js';
import { clockTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { Icon } from '../../shared/ui/icon.js';
import styles from './message-marks.module.css';

/** What has to be known about a message beside its words. */
export function MessageMarks({ message }: { message: MessageView }): JSX.Element | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const { late, withdrawn, content, occurredAt } = message;
  // Where the words are gone, what stands in their place says the rest.
  const isKept = withdrawn !== null && !(content.kind === 'labelled' && content.label === 'unsend');
  if (!late && !isKept) return null;
  return (
    <div className={styles.marks}>
      {late && (
        <p className={styles.late}>
          <Icon name="clock" size={13} />
          {t('message.late', { time: clockTime(occurredAt, language) })}
        </p>
      )}
      {isKept && (
        <p className={styles.withdrawn}>
          <Icon name="blocked" size={13} />
          <span>
            {t('message.withdrawn', { time: clockTime(withdrawn.at, language) })}
            <br />
            {withdrawn.wasShown && (
              <>
                {t('message.withdrawnShown')}
                <br />
              </>
            )}
            {t('message.withdrawnKept')}
          </span>
        </p>
      )}
    </div>
  );
}

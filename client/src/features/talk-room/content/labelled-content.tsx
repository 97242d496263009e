import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageContent, type MessageView } from '../../../shared/contract.js';
import { clockTime } from '../../../shared/format/time.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import styles from './labelled-content.module.css';

interface LabelledContentProps {
  content: Extract<MessageContent, { kind: 'labelled' }>;
  withdrawn: MessageView['withdrawn'];
}

export function LabelledContent({ content, withdrawn }: LabelledContentProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const { label, detail } = content;
  if (label === 'unsend' && withdrawn !== null) {
    return (
      <>
        <p className={styles.name}>{t('message.withdrawn', { time: clockTime(withdrawn.at, language) })}</p>
        {withdrawn.wasShown && <p className={styles.second}>{t('message.withdrawnShown')}</p>}
      </>
    );
  }
  return (
    <>
      <p className={styles.name}>{t(`kind.${label}`)}</p>
      {detail !== null && <p className={styles.detail}>{detail}</p>}
    </>
  );
}

import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageContent } from '../../shared/contract.js';
import styles from './message-row.module.css';

export function MessageBody({ content }: { content: MessageContent }): JSX.Element {
  const { t } = useTranslation();
  switch (content.kind) {
    case 'text':
      return <p className={styles.text}>{content.text}</p>;
    case 'sticker': {
      const words = content.text ?? content.keywords.join('・');
      return (
        <>
          <p className={styles.kindLabel}>{t('talk.sticker')}</p>
          <p className={styles.stickerWords}>{words === '' ? t('talk.stickerUnknown') : words}</p>
        </>
      );
    }
    case 'media':
      return (
        <>
          <p className={styles.labelledName}>{t(`kind.${content.media}`)}</p>
          {content.fileName !== null && <p className={styles.labelledDetail}>{content.fileName}</p>}
        </>
      );
    case 'location':
      return (
        <>
          <p className={styles.labelledName}>{t('kind.location')}</p>
          <p className={styles.labelledDetail}>{content.address ?? content.title}</p>
        </>
      );
    case 'labelled':
      return (
        <>
          <p className={styles.labelledName}>{t(`kind.${content.label}`)}</p>
          {content.detail !== null && <p className={styles.labelledDetail}>{content.detail}</p>}
        </>
      );
  }
}

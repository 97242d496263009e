import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageContent } from '../../../shared/contract.js';
import styles from './sticker-content.module.css';

type Sticker = Extract<MessageContent, { kind: 'sticker' }>;

/** More keywords than these say nothing new. */
const shown = 3;

/** LINE's pictures may not be shown elsewhere, so a sticker speaks by its own words. */
export function StickerContent({ content }: { content: Sticker }): JSX.Element {
  const { t } = useTranslation();
  const words = content.text ?? content.keywords.slice(0, shown).join('・');
  return (
    <>
      <p className={styles.kind}>{t('talk.sticker')}</p>
      <p className={styles.words}>{words === '' ? t('talk.stickerUnknown') : words}</p>
    </>
  );
}

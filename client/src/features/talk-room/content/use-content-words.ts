import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageContent } from '../../../shared/contract.js';

/** A message in one line: for a quote, and for the name of a button that concerns it. */
export function useContentWords(): (content: MessageContent) => string {
  const { t } = useTranslation();
  return useCallback(
    (content) => {
      switch (content.kind) {
        case 'text':
          return content.text.replaceAll(/\s+/g, ' ').trim();
        case 'sticker': {
          const words = content.text ?? content.keywords.slice(0, 3).join('・');
          return words === '' ? t('talk.sticker') : `${t('talk.sticker')}：${words}`;
        }
        case 'media':
          return content.fileName ?? t(`kind.${content.media}`);
        case 'location':
          return content.title ?? content.address ?? t('kind.location');
        case 'labelled':
          return t(`kind.${content.label}`);
      }
    },
    [t],
  );
}

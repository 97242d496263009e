import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type MediaView, type MessageContent } from '../../../shared/contract.js';
import { fileSize } from '../../../shared/format/size.js';
import { useLanguage } from '../../../shared/i18n/use-language.js';
import { Icon, type IconName } from '../../../shared/ui/icon.js';
import { duration, mediaAddress } from './media-address.js';
import styles from './media-content.module.css';
import { Picture } from './picture.js';

type Media = Extract<MessageContent, { kind: 'media' }>;

interface MediaContentProps {
  ticketId: string;
  content: Media;
  media: MediaView | null;
}

const icons: Record<Media['media'], IconName> = {
  image: 'image',
  video: 'play',
  audio: 'play',
  file: 'file',
};

export function MediaContent({ ticketId, content, media }: MediaContentProps): JSX.Element {
  if (media?.state !== 'stored') return <MediaState content={content} media={media} />;
  const address = mediaAddress(ticketId, media.id);
  return (
    <div className={styles.media}>
      <Player content={content} media={media} address={address} />
      {content.media !== 'file' && <NotScanned media={media} />}
    </div>
  );
}

interface PlayerProps {
  content: Media;
  media: MediaView;
  address: string;
}

function Player({ content, media, address }: PlayerProps): JSX.Element {
  const { t } = useTranslation();
  const name = content.fileName ?? t(`kind.${content.media}`);
  switch (content.media) {
    case 'image':
      return <Picture address={address} name={name} />;
    case 'video':
      // oxlint-disable-next-line jsx-a11y/media-has-caption -- a caller's recording has none
      return <video className={styles.video} src={address} controls preload="metadata" aria-label={name} />;
    case 'audio':
      // oxlint-disable-next-line jsx-a11y/media-has-caption -- a caller's recording has none
      return <audio className={styles.audio} src={address} controls preload="metadata" aria-label={name} />;
    case 'file':
      return <FileCard content={content} media={media} address={address} />;
  }
}

function FileCard({ content, media, address }: PlayerProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = content.fileName ?? t('media.unnamed');
  const facts = [media.mimeType, media.bytes === null ? null : fileSize(media.bytes, language)];
  return (
    <div className={styles.file}>
      <span className={styles.fileMark}>
        <Icon name="file" size={22} />
      </span>
      <div className={styles.fileWords}>
        <p className={styles.fileName}>{name}</p>
        <p className={styles.facts}>{facts.filter((fact) => fact !== null).join(' · ')}</p>
        <NotScanned media={media} />
      </div>
      <a
        className={styles.download}
        href={address}
        download={name}
        aria-label={t('media.downloadLabel', { name })}
      >
        <Icon name="download" size={16} />
        {t('media.download')}
      </a>
    </div>
  );
}

export function NotScanned({ media }: { media: MediaView }): JSX.Element | null {
  const { t } = useTranslation();
  return media.scan === 'not-scanned' ? <p className={styles.notScanned}>{t('media.notScanned')}</p> : null;
}

/** What became of it, in words, where there is nothing to show. */
export function MediaState({ content, media }: Omit<MediaContentProps, 'ticketId'>): JSX.Element {
  const { t } = useTranslation();
  const isBad = media !== null && media.state !== 'waiting';
  return (
    <div className={styles.state} data-media={media?.state}>
      <Icon name={isBad ? 'alert' : icons[content.media]} size={20} />
      <div>
        <p className={styles.stateName}>
          {content.fileName ?? t(`kind.${content.media}`)}
          {content.durationMs !== null && (
            <span className={styles.facts}> {duration(content.durationMs)}</span>
          )}
        </p>
        {media !== null && media.state !== 'stored' && (
          <p className={styles.facts}>{t(`media.${media.state}`)}</p>
        )}
      </div>
    </div>
  );
}

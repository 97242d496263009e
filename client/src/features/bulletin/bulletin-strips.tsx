import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type Announcement } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useFromServerNow } from '../../shared/live/use-server-now.js';
import { AlarmLink } from '../../shared/ui/alarm-bar.js';
import { Bar, useBar } from '../../shared/ui/bar-stack.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { useOpenAnnouncements, useReadAnnouncement, useShiftNotes } from './api/bulletin.js';
import styles from './bulletin-strips.module.css';

interface BulletinStripsProps {
  /** Null on the board itself. */
  boardAddress: string | null;
}

/** What was announced, and that notes wait to be read: lines below the header on every console. */
export function BulletinStrips({ boardAddress }: BulletinStripsProps): JSX.Element {
  const { t } = useTranslation();
  const announcements = useOpenAnnouncements().data?.announcements ?? [];
  const unread = useShiftNotes().data?.open.filter(({ isRead }) => !isRead).length ?? 0;
  return (
    <div role="status" aria-label={t('announcement.region')} aria-atomic="false" aria-relevant="additions">
      {announcements.map((announcement) => (
        <Strip key={announcement.id} announcement={announcement} />
      ))}
      {unread > 0 && boardAddress !== null && (
        <Bar kind="shift-notes">
          <div className={styles.strip} data-level="note">
            <Icon name="file" size={16} />
            <p className={styles.words}>{t('shiftNote.unread', { count: unread })}</p>
            <AlarmLink href={boardAddress}>{t('shiftNote.go')}</AlarmLink>
          </div>
        </Bar>
      )}
    </div>
  );
}

function Strip({ announcement }: { announcement: Announcement }): JSX.Element | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const errorMessage = useErrorMessage();
  const { id, level, by, madeAt, endsAt } = announcement;
  const read = useReadAnnouncement(id);
  // One that only informs goes by itself.
  const isOver = useFromServerNow((now) => level === 'info' && endsAt !== null && Date.parse(endsAt) <= now);
  const bar = useBar(isOver ? null : `announcement-${level}`);
  if (isOver) return null;
  const text = announcement.text ?? t('announcement.erased');
  return (
    <div className={styles.strip} data-level={level} {...bar}>
      <Icon name={level === 'important' ? 'alert' : 'talk'} size={16} />
      <div className={styles.words}>
        <strong className={styles.level}>{t(`announcement.level.${level}`)}</strong> {text}
        <span className={styles.by}>
          {t('announcement.by', { name: by.displayName, time: dayAndTime(madeAt, language) })}
        </span>
        {read.error !== null && <p role="alert">{errorMessage(read.error)}</p>}
      </div>
      <Button
        size="small"
        aria-label={t('announcement.readLabel', { text: text.slice(0, 40) })}
        isPending={read.isPending}
        onPress={() => read.mutate({})}
      >
        <Icon name="check" size={15} />
        {t('announcement.read')}
      </Button>
    </div>
  );
}

import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { type BrokenGlass, type SessionView } from '../../shared/contract.js';
import { clockTime, dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { supervises } from '../../shared/session/rights.js';
import { useRinging } from '../../shared/sound/use-ringing.js';
import { AlarmBar, AlarmRow } from '../../shared/ui/alarm-bar.js';
import { Button } from '../../shared/ui/button.js';
import { Icon } from '../../shared/ui/icon.js';
import { useGlasses, useGlassStep } from './api/glasses.js';
import styles from './glass-strips.module.css';

interface GlassStripsProps {
  session: SessionView;
  onRead: (ticketId: string) => void;
}

/** That somebody reads what isn't theirs: it rings at supervisors until one has looked into it; whose ticket it is, and the reader, see it as long as it lasts. */
export function GlassStrips({ session, onRead }: GlassStripsProps): JSX.Element {
  const { t } = useTranslation();
  const glasses = useGlasses().data?.glasses ?? [];
  useRinging(
    'alarm',
    glasses.some(({ accountId }) => supervises(session, accountId)),
  );
  return (
    <AlarmBar role="alert" label={t('glass.region')}>
      {glasses.map((glass) => (
        <Row key={glass.id} glass={glass} session={session} onRead={onRead} />
      ))}
    </AlarmBar>
  );
}

interface RowProps extends GlassStripsProps {
  glass: BrokenGlass;
}

function Row({ glass, session, onRead }: RowProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const errorMessage = useErrorMessage();
  const { alias, number, reader, counselor, reason, openedAt, endsAt, isOver, isOwn } = glass;
  const isSupervisor = supervises(session, glass.accountId);
  const who = { alias, number, reader: reader.displayName };
  const end = useGlassStep(glass.id, 'end');
  const seen = useGlassStep(glass.id, 'seen');
  const time = isOver ? dayAndTime(openedAt, language) : clockTime(endsAt, language);
  const what = isOwn ? 'own' : isOver ? 'over' : isSupervisor ? 'reading' : 'ofMine';
  const error = end.error ?? seen.error;
  const tone = isSupervisor ? 'danger' : 'amber';
  return (
    <AlarmRow
      bar={`glass-${tone}`}
      kind="break-glass"
      tone={tone}
      about={t('glass.about', who)}
      actions={
        <>
          {isOwn && (
            <Button
              size="small"
              aria-label={t('glass.readLabel', who)}
              onPress={() => onRead(glass.ticketId)}
            >
              <Icon name="eye" size={16} />
              {t('glass.read')}
            </Button>
          )}
          {!isOver && (isOwn || isSupervisor) && (
            <Button
              size="small"
              aria-label={t(isOwn ? 'glass.endLabel' : 'glass.stopLabel', who)}
              isPending={end.isPending}
              onPress={() => end.mutate()}
            >
              {t(isOwn ? 'glass.end' : 'glass.stop')}
            </Button>
          )}
          {isSupervisor && (
            <Button
              size="small"
              look="danger"
              aria-label={t('glass.seenLabel', who)}
              isPending={seen.isPending}
              onPress={() => seen.mutate()}
            >
              <Icon name="check" size={16} />
              {t('glass.seen')}
            </Button>
          )}
        </>
      }
    >
      <strong>{t(`glass.${what}`, { ...who, time })}</strong>{' '}
      {!isOwn && (
        <span className={styles.facts}>
          {isSupervisor && counselor !== null && (
            <span>{t('glass.counselor', { name: counselor.displayName })}</span>
          )}
          <span>{reason === null ? t('glass.erased') : t('glass.reason', { words: reason })}</span>
        </span>
      )}
      {error !== null && <p role="alert">{errorMessage(error)}</p>}
    </AlarmRow>
  );
}

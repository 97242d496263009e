import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type CalendarDay } from '../../../shared/contract.js';
import { type Band, bandsOf, dayMinutes } from './bands.js';
import styles from './day-band.module.css';

/** Narrower ones have no room for a word; the text beside the band has it all. */
const roomMinutes = 150;

interface DayBandProps {
  days: readonly CalendarDay[];
  index: number;
  nowMinute: number | null;
}

/** The 24 hours of a day as a picture; the words beside it say the same. */
export function DayBand({ days, index, nowMinute }: DayBandProps): JSX.Element {
  return (
    <div className={styles.track} aria-hidden="true">
      {bandsOf(days, index).map((band) => (
        <Bar key={band.from} band={band} />
      ))}
      {nowMinute !== null && <span className={styles.now} style={{ insetInlineStart: percent(nowMinute) }} />}
    </div>
  );
}

function Bar({ band }: { band: Band }): JSX.Element {
  const { t } = useTranslation();
  const { from, to, lines } = band;
  return (
    <span
      className={styles.band}
      data-look={lookOf(band)}
      data-joins-before={band.joinsBefore}
      data-joins-after={band.joinsAfter}
      data-over-start={band.joinsBefore && from === 0}
      data-over-end={band.joinsAfter && to === dayMinutes}
      style={{ insetInlineStart: percent(from), inlineSize: percent(to - from) }}
    >
      {lines !== null && band.state === 'open' && to - from >= roomMinutes && (
        <span className={styles.lines}>{t('hours.calendar.lines', { count: lines })}</span>
      )}
    </span>
  );
}

/** A shape of its own for each, so that the colour is not needed. */
export function lookOf({ state, byHand }: Pick<Band, 'state' | 'byHand'>): string {
  if (byHand) return state === 'closed' ? 'closed-by-hand' : 'opened-by-hand';
  return state === 'last-acceptance-passed' ? 'late' : 'open';
}

function percent(minutes: number): string {
  return `${(minutes / dayMinutes) * 100}%`;
}

import { type JSX } from 'react';
import { type TodayView } from '../contract.js';
import { clockTime } from '../format/time.js';
import { useLanguage } from '../i18n/use-language.js';
import { classNames } from '../ui/class-names.js';
import styles from './day-chart.module.css';

const quarters = 96;
const width = 480;
const height = 100;
/** Hours at which the axis is named, counted from the beginning of the service day. */
const marks = [1, 7, 13, 19];
const hourMs = 3_600_000;

export type BarTone = 'plain' | 'amber' | 'danger';

interface DayChartProps {
  name: string;
  /** What the picture says, in words: it is hidden from who doesn't see it. */
  summary: string;
  today: TodayView;
  /** One for each quarter of an hour so far. */
  bars: readonly { readonly value: number; readonly tone: BarTone }[];
  unit: (count: number) => string;
  /** A value that bars should stay below. */
  target?: number | undefined;
  openings: readonly { readonly from: string; readonly to: string }[];
}

/** A service day in quarters of an hour. The line below it shows when it is open, the empty part what is still to come. */
export function DayChart(props: DayChartProps): JSX.Element {
  const { name, summary, today, bars, unit, target, openings } = props;
  const language = useLanguage();
  const begin = Date.parse(today.from);
  const highest = Math.max(1, ...bars.map(({ value }) => value), target ?? 0);
  const x = (instant: number): number => ((instant - begin) / (24 * hourMs)) * width;
  const y = (value: number): number => height - (value / highest) * height;
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.name}>
        {name}
        <span className={styles.highest}>{`${highest.toLocaleString(language)} ${unit(highest)}`}</span>
      </figcaption>
      <svg
        className={styles.picture}
        viewBox={`0 0 ${width} ${height + 10}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${name}: ${summary}`}
      >
        <line className={styles.top} x1="0" x2={width} y1="0.5" y2="0.5" />
        {bars.map(({ value, tone }, index) =>
          value === 0 ? null : (
            <rect
              // A quarter of an hour has no other name than its place.
              // oxlint-disable-next-line react/no-array-index-key
              key={index}
              className={classNames(styles.bar, styles[tone])}
              x={(index * width) / quarters + 0.4}
              width={width / quarters - 0.8}
              y={y(value)}
              height={Math.max(2, height - y(value))}
            />
          ),
        )}
        {target !== undefined && (
          <line className={styles.target} x1="0" x2={width} y1={y(target)} y2={y(target)} />
        )}
        <line className={styles.axis} x1="0" x2={width} y1={height} y2={height} />
        {openings.map(({ from, to }) => (
          <rect
            key={from}
            className={styles.opening}
            x={x(Date.parse(from))}
            width={Math.max(0, x(Date.parse(to)) - x(Date.parse(from)))}
            y={height + 4}
            height="5"
          />
        ))}
        <line
          className={styles.now}
          x1={x(Date.parse(today.now))}
          x2={x(Date.parse(today.now))}
          y1="0"
          y2={height + 9}
        />
      </svg>
      <div className={styles.hours} aria-hidden="true">
        {marks.map((hour) => (
          <span key={hour} style={{ left: `${(hour / 24) * 100}%` }}>
            {clockTime(begin + hour * hourMs, language)}
          </span>
        ))}
      </div>
    </figure>
  );
}

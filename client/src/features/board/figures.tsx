import { type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { bridgeFigures, type DeskView, type FigureList, type Wait } from '../../shared/contract.js';
import { useServerNow } from '../../shared/live/use-server-now.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { splitAge } from '../../shared/format/age.js';
import { type FigureProps, FigureTile } from './figure-tile.js';
import styles from './figures.module.css';

interface FiguresProps {
  desk: DeskView;
  selected: FigureList | null;
}

/** The questions a supervisor asks first, each with its target where there is one, and with the list behind it. */
export function Figures({ desk, selected }: FiguresProps): JSX.Element {
  const { t } = useTranslation();
  const tiles = [...useLineTiles(desk), ...usePeopleTiles(desk), ...useMessageTiles(desk)];
  return (
    <ul className={styles.figures} aria-label={t('board.figures')}>
      {order.map((list) => {
        const tile = tiles.find((each) => each.list === list);
        return tile && <FigureTile key={list} {...tile} isSelected={list === selected} />;
      })}
    </ul>
  );
}

const order: readonly FigureList[] = [
  'waiting',
  'oldest',
  'owed',
  'risk',
  'unseen',
  'undelivered',
  'people',
  'overloaded',
  'idle',
  'debriefs',
  'follow-ups',
  'quota',
];

type Tile = Omit<FigureProps, 'isSelected'>;

function useLineTiles(desk: DeskView): Tile[] {
  const { t } = useTranslation();
  const now = useServerNow();
  const age = useAge(now);
  const figures = bridgeFigures(desk, now);
  const late = figures.waits.filter(({ isLate }) => isLate).length;
  const owedLate = figures.owed.filter(({ isLate }) => isLate).length;
  const [longest] = figures.waits;
  const [longestOwed] = figures.owed;
  const before = figures.waiting.length - figures.waits.length;
  const grave = figures.atRisk.filter(({ risk }) => risk !== 'watch').length;
  return [
    {
      list: 'waiting',
      name: t('bridge.wait'),
      value: t('board.tickets', { count: figures.waiting.length }),
      tone: figures.waiting.length > 0 ? 'lit' : 'calm',
      detail: before > 0 ? t('bridge.beforeOpening', { count: before }) : null,
      alert: late > 0 ? t('bridge.late', { count: late }) : null,
    },
    {
      list: 'oldest',
      name: t('bridge.oldest'),
      value: longest === undefined ? t('board.none') : age(longest.since),
      tone: longest === undefined ? 'calm' : 'lit',
      detail: targetOf(longest, t('bridge.target', { minutes: longest?.targetMinutes })),
      alert: longest?.isLate === true ? t('bridge.late', { count: late }) : null,
    },
    {
      list: 'owed',
      name: t('bridge.owed'),
      value: t('board.people', { count: figures.owed.length }),
      tone: figures.owed.length > 0 ? 'lit' : 'calm',
      detail:
        longestOwed === undefined
          ? null
          : t('bridge.longestOwed', { age: age(longestOwed.since), minutes: longestOwed.targetMinutes }),
      alert: owedLate > 0 ? t('bridge.late', { count: owedLate }) : null,
    },
    {
      list: 'risk',
      name: t('bridge.risk'),
      value: t('board.tickets', { count: figures.atRisk.length }),
      tone: grave > 0 ? 'grave' : figures.atRisk.length > 0 ? 'lit' : 'calm',
      detail: figures.atRisk.length > 0 && grave === 0 ? t('risk.level.watch') : null,
      alert: grave > 0 ? t('bridge.grave', { count: grave }) : null,
    },
    {
      list: 'idle',
      name: t('bridge.idle'),
      value: t('board.tickets', { count: figures.idle.length }),
      tone: figures.idle.length > 0 ? 'lit' : 'calm',
    },
  ];
}

function targetOf(wait: Wait | undefined, words: string): ReactNode {
  return wait !== undefined && Number.isFinite(wait.targetMinutes) ? words : null;
}

function usePeopleTiles(desk: DeskView): Tile[] {
  const { t } = useTranslation();
  const figures = bridgeFigures(desk, useServerNow());
  const [heaviest] = figures.overloaded;
  const untaken = desk.debriefs.filter(({ takenBy }) => takenBy === null).length;
  const isShort = figures.short.length > 0;
  return [
    {
      list: 'people',
      name: t('bridge.people'),
      value: t('board.people', { count: figures.available }),
      tone: isShort ? 'lit' : 'calm',
      detail: t('staffing.onlineOf', { online: figures.online, total: desk.counselors.length }),
      alert: isShort ? t('bridge.short') : null,
    },
    {
      list: 'overloaded',
      name: t('bridge.overloaded'),
      value: t('board.people', { count: figures.overloaded.length }),
      tone: figures.overloaded.length > 0 ? 'lit' : 'calm',
      alert: heaviest === undefined ? null : t(`bridge.overload.${heaviest.reasons[0] ?? 'late'}`),
    },
    {
      list: 'debriefs',
      name: t('bridge.debriefs'),
      value: t('board.people', { count: desk.debriefs.length }),
      tone: untaken > 0 ? 'lit' : 'calm',
      alert: untaken > 0 ? t('bridge.untaken') : null,
    },
  ];
}

function useMessageTiles(desk: DeskView): Tile[] {
  const { t } = useTranslation();
  const language = useLanguage();
  const figures = bridgeFigures(desk, useServerNow());
  const { quota } = figures;
  const percent = quota === null || quota.used === null ? null : Math.floor(quota.used * 100);
  return [
    {
      list: 'unseen',
      name: t('bridge.unseen'),
      value: t('bridge.messages', { count: figures.unseenMessages }),
      tone: figures.unseenMessages > 0 ? 'lit' : 'calm',
    },
    {
      list: 'undelivered',
      name: t('bridge.undelivered'),
      value: t('bridge.messages', { count: figures.undeliveredMessages }),
      tone: figures.undeliveredMessages > 0 ? 'grave' : 'calm',
      alert:
        figures.undeliveredMessages > 0 ? t('board.tickets', { count: figures.undelivered.length }) : null,
    },
    {
      list: 'follow-ups',
      name: t('bridge.followUps'),
      value: t('board.tickets', { count: desk.followUps.length }),
      tone: desk.followUps.length > 0 ? 'lit' : 'calm',
    },
    {
      list: 'quota',
      name: t('bridge.quota'),
      value:
        percent === null
          ? t(quota === null ? 'bridge.noShare' : 'bridge.quotaNone')
          : t('bridge.percent', { percent }),
      tone: percent !== null && percent >= 95 ? 'grave' : percent !== null && percent >= 80 ? 'lit' : 'calm',
      detail:
        quota === null
          ? t('bridge.quotaUnknown')
          : desk.accounts.length > 1 && (percent ?? 0) > 0
            ? t('bridge.quotaMost', { name: quota.account.name[language] })
            : null,
      alert:
        percent !== null && percent >= 80 ? t(percent >= 95 ? 'alarm.quota-95' : 'alarm.quota-80') : null,
    },
  ];
}

function useAge(now: number): (since: string) => string {
  const { t } = useTranslation();
  return (since) => {
    const age = splitAge(now - Date.parse(since));
    return t(`age.${age.key}`, { ...age });
  };
}

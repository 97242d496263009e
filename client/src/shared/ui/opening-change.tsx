import { type JSX, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type OpeningView } from '../contract.js';
import { nearTime } from '../format/time.js';
import { useLanguage } from '../i18n/use-language.js';
import { useFromServerNow } from '../live/use-server-now.js';

const phrases = {
  open: 'until',
  'last-acceptance-passed': 'until',
  closed: 'from',
  unknown: 'changes',
} as const;

type Change = Pick<OpeningView, 'state' | 'nextChangeAt'>;

/** When the opening changes next; nothing when no change is known. */
export function OpeningChange({ opening }: { opening: Change }): JSX.Element | null {
  const language = useLanguage();
  const { nextChangeAt } = opening;
  const time = useFromServerNow(
    useCallback(
      (now: number) => (nextChangeAt === null ? '' : nearTime(nextChangeAt, now, language)),
      [nextChangeAt, language],
    ),
  );
  return <ChangeAt opening={opening} time={time} />;
}

/** The same for a screen without a live connection, which knows by itself what time it is. */
export function OpeningChangeFrom({ opening, now }: { opening: Change; now: number }): JSX.Element | null {
  const language = useLanguage();
  const { nextChangeAt } = opening;
  const time = nextChangeAt === null ? '' : nearTime(nextChangeAt, now, language);
  return <ChangeAt opening={opening} time={time} />;
}

function ChangeAt({ opening, time }: { opening: Change; time: string }): JSX.Element | null {
  const { t } = useTranslation();
  const { nextChangeAt, state } = opening;
  return nextChangeAt === null ? null : (
    <time dateTime={nextChangeAt}>{t(`opening.${phrases[state]}`, { time })}</time>
  );
}

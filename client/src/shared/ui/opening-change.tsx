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

/** When the opening changes next; nothing when no change is known. */
export function OpeningChange({ opening }: { opening: OpeningView }): JSX.Element | null {
  const { t } = useTranslation();
  const language = useLanguage();
  const { nextChangeAt, state } = opening;
  const time = useFromServerNow(
    useCallback(
      (now: number) => (nextChangeAt === null ? '' : nearTime(nextChangeAt, now, language)),
      [nextChangeAt, language],
    ),
  );
  return nextChangeAt === null ? null : (
    <time dateTime={nextChangeAt}>{t(`opening.${phrases[state]}`, { time })}</time>
  );
}

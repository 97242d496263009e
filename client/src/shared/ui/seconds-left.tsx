import { type JSX, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { secondsLeft } from '../format/seconds-left.js';
import { useFromServerNow } from '../live/use-server-now.js';

/** How much time somebody has left to answer, by the server's clock. A screen reader reads it only where it looks. */
export function SecondsLeft({
  until,
  className,
}: {
  until: string;
  className?: string | undefined;
}): JSX.Element {
  const { t } = useTranslation();
  const seconds = useFromServerNow(useCallback((now: number) => secondsLeft(until, now), [until]));
  return (
    <span role="timer" className={className}>
      {t('offer.left', { seconds })}
    </span>
  );
}

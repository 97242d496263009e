import { type JSX, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { splitAge } from '../format/age.js';
import { useFromServerNow } from '../live/use-server-now.js';

interface AgeTextProps {
  since: string;
  className?: string | undefined;
}

/** How long ago something began, by the server's clock. It renders itself alone, so that a long list stays still. */
export function AgeText({ since, className }: AgeTextProps): JSX.Element {
  const text = useAgeText(since);
  return (
    <time dateTime={since} className={className}>
      {text}
    </time>
  );
}

export function useAgeText(since: string): string {
  const { t } = useTranslation();
  const start = Date.parse(since);
  const make = useCallback(
    (now: number) => {
      const age = splitAge(now - start);
      return t(`age.${age.key}`, { ...age });
    },
    [start, t],
  );
  return useFromServerNow(make);
}

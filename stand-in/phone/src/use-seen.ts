import { useCallback, useEffect, useState } from 'react';

type Seen = Readonly<Record<string, number>>;

/** Up to which moment each talk has been looked at on this phone, for the numbers of unread messages. */
export function useSeen(userId: string): [Seen, (account: string, at: number) => void] {
  const key = `stand-in.seen.${userId}`;
  const [seen, setSeen] = useState<Seen>({});
  useEffect(() => {
    const stored = localStorage.getItem(key);
    setSeen(stored === null ? {} : (JSON.parse(stored) as Seen));
  }, [key]);
  const mark = useCallback(
    (account: string, at: number) => {
      setSeen((before) => {
        if ((before[account] ?? 0) >= at) return before;
        const after = { ...before, [account]: at };
        localStorage.setItem(key, JSON.stringify(after));
        return after;
      });
    },
    [key],
  );
  return [seen, mark];
}

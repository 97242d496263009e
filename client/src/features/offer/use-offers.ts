import { useEffect, useMemo, useRef, useState } from 'react';
import { type DeskState } from '../../shared/live/apply-event.js';
import { useServerOffset } from '../../shared/live/use-server-now.js';
import { endingOf, type Ending, keyOf, type OfferedTicket, offersTo } from './offers.js';

export interface EndedOffer {
  readonly alias: string;
  readonly ending: Ending;
}

export interface Offers {
  readonly standing: readonly OfferedTicket[];
  /** The last one that ended without an answer from here, until the next one comes or it is put away. */
  readonly ended: EndedOffer | null;
  readonly putAway: () => void;
  /** It is being answered here: its end is no news. */
  readonly noteAnswered: (ticket: OfferedTicket) => void;
}

const none: readonly OfferedTicket[] = [];

export function useOffers(desk: DeskState | undefined, staffId: string): Offers {
  const offset = useServerOffset();
  const standing = useMemo(() => (desk === undefined ? none : offersTo(desk, staffId)), [desk, staffId]);
  const [ended, setEnded] = useState<EndedOffer | null>(null);
  const before = useRef(none);
  const answered = useRef(new Set<string>());

  useEffect(() => {
    if (desk === undefined) return;
    const known = before.current;
    before.current = standing;
    const now = new Set(standing.map(keyOf));
    const isNew = standing.some((ticket) => !known.some((other) => keyOf(other) === keyOf(ticket)));
    const gone = known.findLast((ticket) => !now.has(keyOf(ticket)) && !answered.current.has(keyOf(ticket)));
    const ending = gone === undefined ? null : endingOf(gone, desk, Date.now() + offset);
    if (gone !== undefined && ending !== null) setEnded({ alias: gone.alias, ending });
    else if (isNew) setEnded(null);
  }, [desk, standing, offset]);

  return {
    standing,
    ended,
    putAway: () => setEnded(null),
    noteAnswered: (ticket) => void answered.current.add(keyOf(ticket)),
  };
}

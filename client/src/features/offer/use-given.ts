import { useEffect, useRef, useState } from 'react';
import { type DeskView, type TicketSummary } from '../../shared/contract.js';
import { useTicketInAddress } from '../../shared/navigation/location.js';
import { givenSince } from './offers.js';

type Lists = Pick<DeskView, 'accounts' | 'mine'>;

/** The caller who was given to this person last without being asked, until they look or put it away. */
export function useGiven(desk: Lists | undefined, onGiven: () => void): [TicketSummary | null, () => void] {
  const openTicketId = useTicketInAddress();
  const before = useRef<Lists | null>(null);
  const [given, setGiven] = useState<TicketSummary | null>(null);
  const latest = useRef(onGiven);
  useEffect(() => {
    latest.current = onGiven;
  });
  useEffect(() => {
    if (desk === undefined) return;
    const ticket = before.current === null ? undefined : givenSince(before.current, desk);
    before.current = desk;
    if (ticket === undefined) return;
    setGiven(ticket);
    latest.current();
  }, [desk]);
  const isNews = given !== null && given.id !== openTicketId && desk?.mine.some(({ id }) => id === given.id);
  return [isNews === true ? given : null, () => setGiven(null)];
}

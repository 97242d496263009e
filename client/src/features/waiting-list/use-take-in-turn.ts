import { useCallback, useState } from 'react';
import { type TicketSummary } from '../../shared/contract.js';
import { type TakeMutation, useTakeTicket } from '../../shared/tickets/take-ticket.js';
import { type OutOfTurn, outOfTurn } from './out-of-turn.js';

interface TakeInTurn {
  readonly take: TakeMutation;
  /** What there is to talk about after the last attempt; null: nothing, or what the mutation says. */
  readonly early: OutOfTurn | null;
  readonly tryToTake: (ticket: TicketSummary) => void;
  readonly forget: () => void;
}

/** Takes somebody whose turn it is. Whether it is their turn is the server's word, since it knows whom this person fits. */
export function useTakeInTurn(onTaken: (ticketId: string) => void): TakeInTurn {
  const take = useTakeTicket(onTaken);
  const [early, setEarly] = useState<OutOfTurn | null>(null);
  const { mutate } = take;
  const tryToTake = useCallback(
    (ticket: TicketSummary) =>
      mutate({ ticketId: ticket.id }, { onError: (error) => setEarly(outOfTurn(ticket, error)) }),
    [mutate],
  );
  return {
    take,
    early,
    tryToTake,
    forget: () => {
      setEarly(null);
      take.reset();
    },
  };
}

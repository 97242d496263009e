import { type JSX } from 'react';
import { NeedsSection } from '../features/needs/needs-section.js';
import { RiskButton } from '../features/risk/risk-button.js';
import { RiskSection } from '../features/risk/risk-section.js';
import { TakeBar } from '../features/waiting-list/take-bar.js';
import { HandoverNotes } from '../features/transfer/handover-notes.js';
import { TransferButton } from '../features/transfer/transfer-button.js';
import { TransferStrip } from '../features/transfer/transfer-strip.js';
import { TimeLimit } from '../features/time-limit/time-limit.js';
import { type DeskView, type SessionView, type TicketSummary } from '../shared/contract.js';
import { addressOf, navigate, paths } from '../shared/navigation/location.js';
import { TicketActions } from './ticket-actions.js';

/** As the server has it where an account says nothing. */
const usualWarnMinutes = 10;

type PartOf = (ticket: TicketSummary) => JSX.Element;

interface TicketParts {
  /** For a row of a list. */
  readonly actionsOf: PartOf;
  readonly inTalk: { readonly toolsOf: PartOf; readonly noticesOf: PartOf };
  /** Beside the talk. */
  readonly below: PartOf;
}

/** What features show of each other's: the one place where they meet. */
export function ticketParts(session: SessionView, desk: DeskView): TicketParts {
  const warnMinutesOf = (accountId: string): number =>
    desk.accounts.find(({ id }) => id === accountId)?.limitWarnMinutes ?? usualWarnMinutes;
  return {
    actionsOf: (ticket) => <TicketActions ticket={ticket} session={session} />,
    inTalk: {
      toolsOf: (ticket) => (
        <>
          <RiskButton ticket={ticket} session={session} />
          <TransferButton ticket={ticket} staffId={session.staff.id} accounts={desk.accounts} />
          <TicketActions ticket={ticket} session={session} isInTalk />
        </>
      ),
      noticesOf: (ticket) => (
        <>
          <TransferStrip ticket={ticket} staffId={session.staff.id} accounts={desk.accounts} />
          <TimeLimit ticket={ticket} session={session} warnMinutes={warnMinutesOf(ticket.accountId)} />
          <TakeBar
            ticket={ticket}
            desk={desk}
            session={session}
            onTaken={(id) => navigate(addressOf(paths.desk, id))}
          />
        </>
      ),
    },
    below: (ticket) => (
      <>
        <RiskSection ticket={ticket} session={session} />
        <NeedsSection ticket={ticket} session={session} />
        <HandoverNotes ticket={ticket} accounts={desk.accounts} />
      </>
    ),
  };
}

import { type JSX, useCallback } from 'react';
import { EmergencyButton } from '../features/emergency/emergency-button.js';
import { IncidentSection } from '../features/emergency/incident-section.js';
import { IncidentLine } from '../features/emergency/incident-strips.js';
import { DebriefAfter } from '../features/debrief/debrief-after.js';
import { NeedsSection } from '../features/needs/needs-section.js';
import { RiskButton } from '../features/risk/risk-button.js';
import { RiskSection } from '../features/risk/risk-section.js';
import { ConsultButton } from '../features/supervision/consult-button.js';
import { ReviewPanel } from '../features/supervision/review-panel.js';
import { SupervisionStrips } from '../features/supervision/supervision-strips.js';
import { TakeOverButton } from '../features/supervision/take-over-button.js';
import { WhisperComposer } from '../features/supervision/whisper-composer.js';
import { TakeBar } from '../features/waiting-list/take-bar.js';
import { HandoverNotes } from '../features/transfer/handover-notes.js';
import { TransferButton } from '../features/transfer/transfer-button.js';
import { TransferStrip } from '../features/transfer/transfer-strip.js';
import { TimeLimit } from '../features/time-limit/time-limit.js';
import {
  type CounselorLoad,
  type DeskView,
  type HeldReply,
  type SessionView,
  type TicketSummary,
} from '../shared/contract.js';
import { addressOf, addressOfRecord, navigate, paths } from '../shared/navigation/location.js';
import { goesToReview, mayRead, supervises } from '../shared/session/rights.js';
import { TicketActions } from './ticket-actions.js';

/** As the server has it where an account says nothing. */
const usualWarnMinutes = 10;

type PartOf = (ticket: TicketSummary) => JSX.Element;

interface TalkParts {
  readonly goesToReview: (ticket: TicketSummary) => boolean;
  readonly toolsOf: PartOf;
  readonly noticesOf: PartOf;
  readonly whisperOf: (ticket: TicketSummary) => JSX.Element | null;
  readonly reviewOf: (ticket: TicketSummary, held: readonly HeldReply[]) => JSX.Element | null;
  readonly afterClosing: PartOf;
}

interface TicketParts {
  readonly inTalk: TalkParts;
  /** The same where the checklist of its emergency stands beside it: only what is needed there. */
  readonly besideChecklist: TalkParts;
  /** Beside the talk. */
  readonly below: PartOf;
}

const nobody: readonly CounselorLoad[] = [];

/** For a row of a list. The same function until it would say something else: long lists are drawn anew only then. */
export function useTicketActions(
  session: SessionView,
  counselors: readonly CounselorLoad[] = nobody,
): (ticket: TicketSummary) => JSX.Element {
  return useCallback(
    (ticket) => <TicketActions ticket={ticket} session={session} counselors={counselors} />,
    [session, counselors],
  );
}

/** What features show of each other's: the one place where they meet. */
export function ticketParts(session: SessionView, desk: DeskView, screen: 'desk' | 'board'): TicketParts {
  const isMine = (ticket: TicketSummary): boolean => ticket.assignedTo?.id === session.staff.id;
  const warnMinutesOf = (accountId: string): number =>
    desk.accounts.find(({ id }) => id === accountId)?.limitWarnMinutes ?? usualWarnMinutes;
  const noticesOf: PartOf = (ticket) => (
    <>
      <TakeBar ticket={ticket} desk={desk} onTaken={(id) => navigate(addressOf(paths.desk, id))} />
      <TransferStrip ticket={ticket} staffId={session.staff.id} accounts={desk.accounts} />
      <TimeLimit ticket={ticket} session={session} warnMinutes={warnMinutesOf(ticket.accountId)} />
    </>
  );
  const whisperOf: TalkParts['whisperOf'] = (ticket) =>
    // A supervisor who looks after it has nobody else to whisper to.
    isMine(ticket) === supervises(session, ticket.accountId) ? null : (
      <WhisperComposer ticket={ticket} staffId={session.staff.id} />
    );
  const reviewOf: TalkParts['reviewOf'] = (ticket, held) =>
    !isMine(ticket) && supervises(session, ticket.accountId) ? (
      <ReviewPanel ticket={ticket} held={held} />
    ) : null;
  const isReviewed: TalkParts['goesToReview'] = (ticket) => goesToReview(session, ticket);
  const afterClosing: PartOf = (ticket) => <DebriefAfter ticket={ticket} />;
  return {
    inTalk: {
      goesToReview: isReviewed,
      toolsOf: (ticket) => (
        <>
          <EmergencyButton
            ticket={ticket}
            session={session}
            onOpened={(id) => navigate(addressOf(paths.emergency, id))}
          />
          <RiskButton ticket={ticket} session={session} />
          <ConsultButton ticket={ticket} session={session} />
          <TakeOverButton
            ticket={ticket}
            session={session}
            onTaken={(id) => navigate(addressOf(paths.desk, id))}
          />
          <TransferButton ticket={ticket} staffId={session.staff.id} accounts={desk.accounts} />
          <TicketActions ticket={ticket} session={session} counselors={desk.counselors} isInTalk />
        </>
      ),
      afterClosing,
      noticesOf: (ticket) => (
        <>
          <IncidentLine ticket={ticket} address={addressOf(paths.emergency, ticket.id)} />
          <SupervisionStrips ticket={ticket} session={session} isLookingOn={screen === 'board'} />
          {noticesOf(ticket)}
        </>
      ),
      whisperOf,
      reviewOf,
    },
    besideChecklist: {
      goesToReview: isReviewed,
      toolsOf: (ticket) => <RiskButton ticket={ticket} session={session} />,
      noticesOf: (ticket) => (
        <>
          <SupervisionStrips ticket={ticket} session={session} isLookingOn={false} />
          {noticesOf(ticket)}
        </>
      ),
      whisperOf,
      reviewOf,
      afterClosing,
    },
    below: (ticket) => (
      <>
        <RiskSection ticket={ticket} session={session} />
        {mayRead(session, ticket) && (
          <IncidentSection
            ticket={ticket}
            addressOf={({ id, state }) =>
              state === 'open' ? addressOf(paths.emergency, ticket.id) : addressOfRecord(ticket.id, id)
            }
          />
        )}
        <NeedsSection ticket={ticket} session={session} />
        <HandoverNotes ticket={ticket} accounts={desk.accounts} />
      </>
    ),
  };
}

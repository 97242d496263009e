import { type JSX, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FollowUpAction, FollowUpDialog } from '../features/follow-up/follow-up-dialog.js';
import { useMessageObstacle } from '../features/follow-up/use-message-words.js';
import { NeedsDialog } from '../features/needs/needs-dialog.js';
import { MuteDialog } from '../features/mutes/mute-dialog.js';
import { RiskDialog } from '../features/risk/risk-dialog.js';
import { EndTicketRuleDialog, TicketRuleDialog } from '../features/supervision/approval-rules.js';
import {
  ReassignDialog,
  type SuperviseAction,
  SuperviseDialog,
} from '../features/supervision/supervise-dialog.js';
import { type CounselorLoad, type SessionView, type TicketSummary } from '../shared/contract.js';
import { addressOf, navigate, paths } from '../shared/navigation/location.js';
import { mayMarkRisk, mayRead, supervises } from '../shared/session/rights.js';
import { useIsMuted } from '../shared/tickets/is-muted.js';
import { type MenuEntry, MoreMenu } from '../shared/ui/more-menu.js';

// Asked for once in many months.
const UnmaskDialog = lazy(async () => ({
  default: (await import('../features/unmask/unmask-dialog.js')).UnmaskDialog,
}));

interface TicketActionsProps {
  ticket: TicketSummary;
  session: SessionView;
  /** To whom it could be given. */
  counselors: readonly CounselorLoad[];
  /** In a talk, its words and its risk have their place already. */
  isInTalk?: boolean;
}

type Asked =
  | 'risk'
  | 'needs'
  | 'mute'
  | 'unmask'
  | 'reassign'
  | 'approval'
  | FollowUpAction
  | `supervise-${SuperviseAction}`;

/** Everything that can be done with a ticket beside taking and answering it, and why something can't be done now. */
export function TicketActions({
  ticket,
  session,
  counselors,
  isInTalk = false,
}: TicketActionsProps): JSX.Element | null {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const entries = useEntries({ ticket, session, isInTalk, ask: setAsked });
  const supervising = useSuperviseEntries({ ticket, session, ask: setAsked });
  entries.push(...supervising);
  const close = (): void => setAsked(null);
  if (entries.length === 0 && asked === null) return null;
  return (
    <>
      <MoreMenu
        label={t('ticketAction.menu', { alias: ticket.alias, number: ticket.number })}
        entries={entries}
      />
      {asked === 'risk' && (
        <RiskDialog ticket={ticket} showsHistory={mayRead(session, ticket)} onClose={close} />
      )}
      {asked === 'needs' && <NeedsDialog ticket={ticket} onClose={close} />}
      {asked === 'unmask' && (
        <Suspense>
          <UnmaskDialog ticket={ticket} onClose={close} />
        </Suspense>
      )}
      {asked === 'mute' && <MuteDialog ticket={ticket} onClose={close} />}
      {asked === 'reassign' && <ReassignDialog ticket={ticket} counselors={counselors} onClose={close} />}
      {asked === 'approval' && <ApprovalDialog ticket={ticket} onClose={close} />}
      {asked === 'supervise-return' && <SuperviseDialog action="return" ticket={ticket} onClose={close} />}
      {asked === 'supervise-close' && <SuperviseDialog action="close" ticket={ticket} onClose={close} />}
      {(asked === 'line' || asked === 'message' || asked === 'close') && (
        <FollowUpDialog action={asked} ticket={ticket} onClose={close} />
      )}
    </>
  );
}

/** Which of the two it is when it is opened stays so until it is done. */
function ApprovalDialog(props: { ticket: TicketSummary; onClose: () => void }): JSX.Element {
  const [wasOn] = useState(props.ticket.supervision?.approval === 'ticket');
  return wasOn ? <EndTicketRuleDialog {...props} /> : <TicketRuleDialog {...props} />;
}

interface EntriesInput extends Required<Omit<TicketActionsProps, 'counselors'>> {
  ask: (asked: Asked) => void;
}

function useEntries({ ticket, session, isInTalk, ask }: EntriesInput): MenuEntry[] {
  const { t } = useTranslation();
  const messageObstacle = useMessageObstacle(ticket);
  const isSupervisor = supervises(session, ticket.accountId);
  const isMuted = useIsMuted(ticket);
  const isGuarded = (ticket.risk !== 'none' || isMuted) && !isSupervisor;
  const entries: MenuEntry[] = [];
  if (!isInTalk && mayMarkRisk(session, ticket)) {
    entries.push(
      { id: 'risk', name: t('ticketAction.risk'), icon: 'flag', onAction: () => ask('risk') },
      { id: 'needs', name: t('needs.action'), icon: 'person', onAction: () => ask('needs') },
    );
  }
  if (ticket.state === 'follow-up') {
    const entry = (id: FollowUpAction, icon: MenuEntry['icon'], obstacle: string | undefined): MenuEntry => ({
      id,
      name: t(`followUp.action.${id}`),
      icon,
      obstacle,
      onAction: () => ask(id),
    });
    entries.push(
      entry('line', 'line', isMuted ? t('followUp.mutedLine') : undefined),
      entry('message', 'send', messageObstacle),
      entry('close', 'check', isGuarded ? t('followUp.guardedClose') : undefined),
    );
  }
  if (!isInTalk && isSupervisor) {
    entries.push({
      id: 'read',
      name: t('ticketAction.read'),
      icon: 'eye',
      onAction: () => navigate(addressOf(paths.board, ticket.id)),
    });
  }
  if (isInTalk && isSupervisor) {
    entries.push({
      id: 'unmask',
      name: t('unmask.action'),
      icon: 'person',
      onAction: () => ask('unmask'),
    });
  }
  if (isSupervisor && ticket.state !== 'closed' && !isMuted) {
    entries.push({
      id: 'mute',
      name: t('mute.action'),
      icon: 'mute',
      obstacle: ticket.risk === 'none' ? undefined : t('mute.atRisk'),
      onAction: () => ask('mute'),
    });
  }
  return entries;
}

/** What a supervisor does with an active ticket of somebody else's. */
function useSuperviseEntries({ ticket, session, ask }: Omit<EntriesInput, 'isInTalk'>): MenuEntry[] {
  const { t } = useTranslation();
  if (ticket.state !== 'active' || !supervises(session, ticket.accountId)) return [];
  if (ticket.assignedTo?.id === session.staff.id) return [];
  const isOn = ticket.supervision?.approval === 'ticket';
  return [
    {
      id: 'approval',
      name: t(isOn ? 'approval.rules.ticketEnd' : 'approval.rules.ticketStart'),
      icon: 'check',
      onAction: () => ask('approval'),
    },
    { id: 'reassign', name: t('supervise.reassign'), icon: 'person', onAction: () => ask('reassign') },
    { id: 'to-line', name: t('supervise.return'), icon: 'line', onAction: () => ask('supervise-return') },
    { id: 'end', name: t('supervise.close'), icon: 'close', onAction: () => ask('supervise-close') },
  ];
}

import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FollowUpAction, FollowUpDialog } from '../features/follow-up/follow-up-dialog.js';
import { useMessageObstacle } from '../features/follow-up/use-message-words.js';
import { NeedsDialog } from '../features/needs/needs-dialog.js';
import { MuteDialog } from '../features/mutes/mute-dialog.js';
import { RiskDialog } from '../features/risk/risk-dialog.js';
import { type SessionView, type TicketSummary } from '../shared/contract.js';
import { addressOf, navigate, paths } from '../shared/navigation/location.js';
import { mayMarkRisk, mayRead, supervises } from '../shared/session/rights.js';
import { type MenuEntry, MoreMenu } from '../shared/ui/more-menu.js';

interface TicketActionsProps {
  ticket: TicketSummary;
  session: SessionView;
  /** In a talk, its words and its risk have their place already. */
  isInTalk?: boolean;
}

type Asked = 'risk' | 'needs' | 'mute' | FollowUpAction;

/** Everything that can be done with a ticket beside taking and answering it, and why something can't be done now. */
export function TicketActions({ ticket, session, isInTalk = false }: TicketActionsProps): JSX.Element | null {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const entries = useEntries({ ticket, session, isInTalk, ask: setAsked });
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
      {asked === 'mute' && <MuteDialog ticket={ticket} onClose={close} />}
      {(asked === 'line' || asked === 'message' || asked === 'close') && (
        <FollowUpDialog action={asked} ticket={ticket} onClose={close} />
      )}
    </>
  );
}

interface EntriesInput extends Required<TicketActionsProps> {
  ask: (asked: Asked) => void;
}

function useEntries({ ticket, session, isInTalk, ask }: EntriesInput): MenuEntry[] {
  const { t } = useTranslation();
  const messageObstacle = useMessageObstacle(ticket);
  const isSupervisor = supervises(session, ticket.accountId);
  const isMuted = ticket.followUp?.reason === 'muted';
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

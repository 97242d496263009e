import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIncidents } from '../features/emergency/api/incidents.js';
import { Checklist } from '../features/emergency/checklist.js';
import { Disclosures } from '../features/emergency/disclosures.js';
import { Facts } from '../features/emergency/facts.js';
import { IncidentHead } from '../features/emergency/incident-head.js';
import { IncidentList } from '../features/emergency/incident-list.js';
import { IncidentRecord } from '../features/emergency/incident-record.js';
import { type UsedMessage, UseMessageDialog } from '../features/emergency/use-message-dialog.js';
import { isSupervisor } from '../features/session/api/get-session.js';
import { TalkRoom } from '../features/talk-room/talk-room.js';
import { UnmaskButton } from '../features/unmask/unmask-button.js';
import { type DeskView, type IncidentView, type SessionView } from '../shared/contract.js';
import { useDesk } from '../shared/live/use-desk.js';
import { Link } from '../shared/navigation/link.js';
import {
  addressOf,
  addressOfRecord,
  navigate,
  paths,
  useRecordInAddress,
  useTicketInAddress,
} from '../shared/navigation/location.js';
import { supervises } from '../shared/session/rights.js';
import { EmptyState } from '../shared/ui/empty-state.js';
import { LoadState } from '../shared/ui/load-state.js';
import { useAccountName } from '../shared/ui/ticket-line.js';
import styles from './emergency-screen.module.css';
import { NotFoundScreen } from './not-found-screen.js';
import { ticketParts } from './ticket-parts.js';
import { WhileReadable } from './while-readable.js';

/** One emergency with its talk beside it; without a ticket in the address, the list of all. */
export function EmergencyScreen({ session }: { session: SessionView }): JSX.Element {
  const desk = useDesk();
  const ticketId = useTicketInAddress();
  if (desk.data === undefined) return <LoadState query={desk} />;
  if (ticketId !== null)
    return (
      <main className={styles.frame}>
        <WhileReadable session={session} desk={desk.data} ticketId={ticketId}>
          <OfTicket key={ticketId} session={session} desk={desk.data} ticketId={ticketId} />
        </WhileReadable>
      </main>
    );
  if (!isSupervisor(session)) return <NotFoundScreen session={session} />;
  return (
    <main className={styles.page}>
      <IncidentList
        accounts={desk.data.accounts}
        addressOf={(incident) =>
          incident.state === 'open'
            ? addressOf(paths.emergency, incident.ticketId)
            : addressOfRecord(incident.ticketId, incident.id)
        }
      />
    </main>
  );
}

interface OfTicketProps {
  session: SessionView;
  desk: DeskView;
  ticketId: string;
}

function OfTicket({ session, desk, ticketId }: OfTicketProps): JSX.Element {
  const { t } = useTranslation();
  const recordId = useRecordInAddress();
  const incidents = useIncidents(ticketId);
  if (incidents.data === undefined) return <LoadState query={incidents} />;
  const all = incidents.data.incidents;
  const shown = recordId === null ? undefined : all.find(({ id }) => id === recordId);
  const current = all.find(({ state }) => state === 'open');
  if (shown !== undefined) return <Record incident={shown} desk={desk} />;
  if (current !== undefined) return <Current session={session} desk={desk} incident={current} />;
  // It has just been ended by somebody else, or there never was one.
  const [newest] = all;
  if (newest !== undefined) return <Record incident={newest} desk={desk} />;
  return (
    <EmptyState
      title={t('emergency.noneOfTicket')}
      action={<Link href={paths.desk}>{t('common.toDesk')}</Link>}
    />
  );
}

function Record({ incident, desk }: { incident: IncidentView; desk: DeskView }): JSX.Element {
  const accountName = useAccountName(desk.accounts, incident);
  const backAddress =
    incident.state === 'open' ? addressOf(paths.emergency, incident.ticketId) : paths.emergency;
  return (
    <div className={styles.page}>
      <IncidentRecord incident={incident} accountName={accountName} backAddress={backAddress} />
    </div>
  );
}

interface CurrentProps {
  session: SessionView;
  desk: DeskView;
  incident: IncidentView;
}

function Current({ session, desk, incident }: CurrentProps): JSX.Element {
  const { t } = useTranslation();
  const [used, setUsed] = useState<UsedMessage | null>(null);
  const { ticketId } = incident;
  const { besideChecklist } = ticketParts(session, desk, 'board');
  const record = addressOfRecord(ticketId, incident.id);
  const isMine = desk.mine.some(({ id }) => id === ticketId);
  return (
    <div className={styles.screen}>
      <IncidentHead
        incident={incident}
        accountName={useAccountName(desk.accounts, incident)}
        mayEnd={supervises(session, incident.accountId)}
        tools={
          (isMine || supervises(session, incident.accountId)) && (
            <UnmaskButton ticket={{ id: ticketId, alias: incident.alias, number: incident.number }} />
          )
        }
        recordAddress={record}
        onEnded={() => navigate(record)}
      />
      <div className={styles.regions}>
        <div className={styles.talk}>
          <TalkRoom
            ticketId={ticketId}
            staffId={session.staff.id}
            accounts={desk.accounts}
            backAddress={isMine ? addressOf(paths.desk, ticketId) : addressOf(paths.board, ticketId)}
            {...besideChecklist}
            onUse={(messageId, text) => setUsed({ messageId, text })}
          />
        </div>
        <div
          className={styles.checklist}
          role="region"
          aria-label={t('emergency.checklist.heading')}
          tabIndex={0}
        >
          <Checklist incident={incident} staffId={session.staff.id} />
        </div>
        <div className={styles.facts} role="region" aria-label={t('emergency.facts.heading')} tabIndex={0}>
          <Facts incident={incident} />
          <Disclosures incident={incident} ownName={session.staff.displayName} />
        </div>
      </div>
      {used !== null && <UseMessageDialog incident={incident} used={used} onClose={() => setUsed(null)} />}
    </div>
  );
}

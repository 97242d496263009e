import { type JSX, Suspense, useEffect, useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountAlarms } from '../features/account-alarms/account-alarms.js';
import { BulletinStrips } from '../features/bulletin/bulletin-strips.js';
import { IncidentStrips } from '../features/emergency/incident-strips.js';
import { hasDesk, isSupervisor } from '../features/session/api/get-session.js';
import { OfferRing } from '../features/offer/offer-ring.js';
import { BreakBanner } from '../features/presence/break-banner.js';
import { OutboxProvider } from '../features/talk-room/outbox-provider.js';
import { BreakHint } from '../features/shift/break-hint.js';
import { TicketAlarms } from '../features/ticket-alarms/ticket-alarms.js';
import { type SessionView, type TicketSummary } from '../shared/contract.js';
import {
  addressOf,
  navigate,
  paths,
  usePath,
  useRecordInAddress,
  useSearch,
  useTicketInAddress,
} from '../shared/navigation/location.js';
import { SoundProvider } from '../shared/sound/sound-provider.js';
import { BarStack } from '../shared/ui/bar-stack.js';
import { VerificationProvider } from '../shared/verification/verification-provider.js';
import { forgetWords } from '../shared/words/words-storage.js';
import { Announcer } from './announcer.js';
import { Commands } from './commands.js';
import { ConnectionBanner } from './connection-banner.js';
import { Header } from './header.js';
import { GlassAccess } from './glass-access.js';
import { IdleNotice, IdleNoticeWithoutDesk, IdleTeller } from './idle-notice.js';
import { LiveProvider } from './live-provider.js';
import { NotFoundScreen } from './not-found-screen.js';
import { NoticeTeller } from './notice-teller.js';
import { NoticesProvider } from './notices-provider.js';
import { TicketCommands } from './own-commands.js';
import styles from './signed-in.module.css';
import { WhisperAnnouncer } from './whisper-announcer.js';
import { PageTitle } from './page-title.js';
import { takePlace } from './return-place.js';
import { screenAt } from './screens.js';

export function SignedIn(props: { session: SessionView }): JSX.Element | null {
  const isComing = useGoingOn(props.session);
  if (isComing) return null;
  return (
    <Commands>
      <NoticesProvider key={props.session.staff.id} staffId={props.session.staff.id}>
        <Frame {...props} />
      </NoticesProvider>
    </Commands>
  );
}

/** Leads whoever has just signed in to where they were; an organisation's sign-in leaves them at the first screen. */
function useGoingOn(session: SessionView): boolean {
  const path = usePath();
  const isSigningIn = path === paths.signIn;
  const search = useSearch();
  const isAtFirst = path === paths.desk && search === '';
  useLayoutEffect(() => {
    if (!isSigningIn && !isAtFirst) return;
    const isTheirs = (place: string): boolean =>
      place === paths.wall ? isSupervisor(session) : screenAt(place, session) !== undefined;
    navigate(takePlace(session.staff.id, isTheirs), { replace: true });
  }, [isSigningIn, isAtFirst, session]);
  return isSigningIn;
}

function Frame({ session }: { session: SessionView }): JSX.Element {
  useEffect(() => forgetWords(session.staff.id), [session.staff.id]);

  if (!hasDesk(session)) {
    return (
      <div className={styles.frame}>
        <Header session={session} />
        <IdleNoticeWithoutDesk session={session} />
        <VerificationProvider>
          <Screen session={session} />
        </VerificationProvider>
      </div>
    );
  }
  return (
    <SoundProvider key={session.staff.id} staffId={session.staff.id}>
      <LiveProvider session={session}>
        <div className={styles.frame}>
          <Header session={session} />
          <VerificationProvider>
            <Bars session={session} />
            <OutboxProvider staffId={session.staff.id}>
              <Screen session={session} />
            </OutboxProvider>
          </VerificationProvider>
        </div>
        <OfferRing
          staffId={session.staff.id}
          onOpen={(ticketId) => navigate(addressOf(paths.desk, ticketId))}
        />
        <NoticeTeller />
        <IdleTeller />
        <TicketCommands />
        <PageTitle session={session} />
        <Announcer staffId={session.staff.id} />
        <WhisperAnnouncer session={session} />
      </LiveProvider>
    </SoundProvider>
  );
}

/** What has to be known on every screen; which of it stands, `barOrder` decides. */
function Bars({ session }: { session: SessionView }): JSX.Element {
  const { t } = useTranslation();
  const path = usePath();
  return (
    <BarStack label={t('bars.console')}>
      <ConnectionBanner />
      <IdleNotice />
      {isSupervisor(session) && (
        <TicketAlarms session={session} addressOf={(ticket) => addressOfAlarm(session, ticket)} />
      )}
      <GlassAccess session={session} />
      {isSupervisor(session) && <Incidents session={session} />}
      <AccountAlarms />
      <Bulletins />
      <BreakBanner />
      {/* There it stands already. */}
      {path !== paths.shift && <BreakHint />}
    </BarStack>
  );
}

/** On the board itself nobody has to be led there. */
function Bulletins(): JSX.Element {
  return <BulletinStrips boardAddress={usePath() === paths.handover ? null : paths.handover} />;
}

/** The one whose checklist is on the screen needs no line above it; an old record of its caller's is no checklist. */
function Incidents({ session }: { session: SessionView }): JSX.Element {
  const ticketId = useTicketInAddress();
  const recordId = useRecordInAddress();
  const isChecklist = usePath() === paths.emergency && recordId === null;
  return (
    <IncidentStrips
      session={session}
      shownTicketId={isChecklist ? ticketId : null}
      addressOf={(id) => addressOf(paths.emergency, id)}
    />
  );
}

/** Their own talk on the desk, everybody else's beside the board. */
function addressOfAlarm(session: SessionView, ticket: TicketSummary): string {
  if (ticket.incident !== null) return addressOf(paths.emergency, ticket.id);
  const isMine = ticket.state === 'active' && ticket.assignedTo?.id === session.staff.id;
  return addressOf(isMine ? paths.desk : paths.board, ticket.id);
}

function Screen({ session }: { session: SessionView }): JSX.Element {
  const path = usePath();
  return (
    <Suspense>{screenAt(path, session)?.show(session) ?? <NotFoundScreen session={session} />}</Suspense>
  );
}

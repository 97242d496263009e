import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Consult,
  type SessionView,
  type TalkPerson,
  type TicketSummary,
  type TicketSupervision,
} from '../../shared/contract.js';
import { clockTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useTalkPeople } from '../../shared/live/use-talk-people.js';
import { goesToReview, supervises } from '../../shared/session/rights.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { Bar, useBar } from '../../shared/ui/bar-stack.js';
import { Button } from '../../shared/ui/button.js';
import { classNames } from '../../shared/ui/class-names.js';
import { Icon } from '../../shared/ui/icon.js';
import { RefusalNotice } from '../../shared/ui/refusal-notice.js';
import { useConsultWords } from './api/whispers.js';
import { GiveBack } from './give-back.js';
import styles from './strips.module.css';

interface SupervisionStripsProps {
  ticket: TicketSummary;
  session: SessionView;
  /** On the board a talk is looked at, on the desk it is worked on. */
  isLookingOn: boolean;
}

/** Below the head of a talk: how it is supervised, for its counselor and for whoever supervises it. */
export function SupervisionStrips(props: SupervisionStripsProps): JSX.Element | null {
  const { ticket, session } = props;
  if (ticket.state !== 'active' || ticket.supervision === null) return null;
  const isMine = ticket.assignedTo?.id === session.staff.id;
  if (!isMine && !supervises(session, ticket.accountId)) return null;
  return <Strips {...props} supervision={ticket.supervision} isMine={isMine} />;
}

interface StripsProps extends SupervisionStripsProps {
  supervision: TicketSupervision;
  isMine: boolean;
}

function Strips({ ticket, session, supervision, isMine, isLookingOn }: StripsProps): JSX.Element {
  const { t } = useTranslation();
  const { approval, consult, takenOver } = supervision;
  return (
    <>
      {isMine && takenOver !== null && !isLookingOn && <GiveBack ticket={ticket} from={takenOver} />}
      {consult !== null && <ConsultStrip ticket={ticket} consult={consult} isMine={isMine} />}
      {isMine && goesToReview(session, ticket) && (
        <ApprovalLine words={approval === null ? t('approval.waitsBehind') : t('approval.on')} />
      )}
      {!isMine && approval !== null && (
        <ApprovalLine
          words={t(`approval.onFor.${approval}`, { name: ticket.assignedTo?.displayName ?? '' })}
        />
      )}
      <People ticketId={ticket.id} staffId={session.staff.id} />
    </>
  );
}

function ApprovalLine({ words }: { words: string }): JSX.Element {
  return (
    <Bar kind="approval">
      <p className={classNames(styles.strip, styles.amber)}>
        <Icon name="eye" size={16} />
        <span>{words}</span>
      </p>
    </Bar>
  );
}

/** Who else has this talk open, and who writes. Whoever looks on in silence is not among them. */
function People({ ticketId, staffId }: { ticketId: string; staffId: string }): JSX.Element {
  const { t } = useTranslation();
  const people = useTalkPeople(ticketId, staffId);
  const names = (those: readonly TalkPerson[]): string =>
    those.map(({ displayName }) => t('inTalk.name', { name: displayName })).join(t('inTalk.and'));
  const writing = people.filter(({ isWriting }) => isWriting);
  const bar = useBar(people.length > 0 ? 'people' : null);
  return (
    // It stands always, so that a screen reader hears when somebody comes.
    <div role="status" className={styles.people} data-empty={people.length === 0} {...bar}>
      {people.length > 0 && (
        <>
          <Icon name={writing.length > 0 ? 'edit' : 'eye'} size={14} />
          <span>
            {writing.length > 0
              ? t('inTalk.writing', { names: names(writing) })
              : t('inTalk.here', { names: names(people) })}
          </span>
        </>
      )}
    </div>
  );
}

interface ConsultStripProps {
  ticket: TicketSummary;
  consult: Consult;
  isMine: boolean;
}

function ConsultStrip({ ticket, consult, isMine }: ConsultStripProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  const words = useConsultWords(ticket.id, consult);
  const take = useTicketAction(ticket.id, 'consult/take');
  const end = useTicketAction(ticket.id, 'consult/end');
  const { taker, by, since } = consult;
  const why = words.data === undefined ? '' : (words.data.consult?.why ?? t('consult.noWords'));
  const state =
    taker === null
      ? t('consult.asked', { time: clockTime(since, language) })
      : t('consult.taken', { name: taker.displayName });
  return (
    <div
      className={classNames(styles.strip, taker === null ? styles.amber : styles.accent)}
      role="status"
      {...useBar('consult')}
    >
      <Icon name="hand" size={16} />
      <p className={styles.words}>
        <strong>{isMine ? state : t('consult.called', { name: by.displayName })}</strong> {why}
        {!isMine && taker !== null && <span className={styles.second}> {state}</span>}
      </p>
      <RefusalNotice error={take.error ?? end.error} attempt={Math.max(take.submittedAt, end.submittedAt)} />
      {!isMine && taker === null && (
        <Button size="small" look="primary" isPending={take.isPending} onPress={() => take.mutate({})}>
          {t('consult.take')}
        </Button>
      )}
      <Button size="small" isPending={end.isPending} onPress={() => end.mutate({})}>
        {t(isMine ? (taker === null ? 'consult.withdraw' : 'consult.done') : 'consult.end')}
      </Button>
    </div>
  );
}

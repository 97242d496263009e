import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type DeskView, type SessionView, type TicketSummary } from '../../shared/contract.js';
import { supervises } from '../../shared/session/rights.js';
import { useTicketAction } from '../../shared/tickets/use-ticket-action.js';
import { AgeText, useAgeText } from '../../shared/ui/age.js';
import { Button } from '../../shared/ui/button.js';
import { Chip } from '../../shared/ui/chip.js';
import { Icon } from '../../shared/ui/icon.js';
import { LinkButton } from '../../shared/ui/link-button.js';
import { RefusalNotice } from '../../shared/ui/refusal-notice.js';
import { TicketLine } from '../../shared/ui/ticket-line.js';
import rows from '../../shared/ui/rows.module.css';
import { classNames } from '../../shared/ui/class-names.js';
import { useConsultWords } from './api/whispers.js';
import { useIsPast } from './is-past.js';
import styles from './queue.module.css';
import { consultQueue, heldQueue } from './queues.js';

interface SupervisionQueueProps {
  desk: DeskView;
  session: SessionView;
  addressOfTicket: (ticketId: string) => string;
}

/** What waits for a supervisor: counselors who call, and replies that have not left. */
export function SupervisionQueue({ desk, session, addressOfTicket }: SupervisionQueueProps): JSX.Element {
  const { t } = useTranslation();
  const isTheirs = ({ accountId }: TicketSummary): boolean => supervises(session, accountId);
  const calls = consultQueue(desk).filter(isTheirs);
  const held = heldQueue(desk).filter(isTheirs);
  return (
    <div className={styles.queues}>
      <section aria-labelledby="supervision-calls">
        <h2 className={styles.heading} id="supervision-calls">
          {t('consult.heading')}
          <span className={styles.count}>{t('lists.count', { count: calls.length })}</span>
        </h2>
        {calls.length === 0 && <p className={rows.empty}>{t('consult.empty')}</p>}
        <ul className={rows.list}>
          {calls.map((ticket) => (
            <Call key={ticket.id} ticket={ticket} desk={desk} address={addressOfTicket(ticket.id)} />
          ))}
        </ul>
      </section>
      <section aria-labelledby="supervision-held">
        <h2 className={styles.heading} id="supervision-held">
          {t('approval.heading')}
          <span className={styles.count}>{t('lists.count', { count: held.length })}</span>
        </h2>
        {held.length === 0 && <p className={rows.empty}>{t('approval.empty')}</p>}
        <ul className={rows.list}>
          {held.map((ticket) => (
            <Held key={ticket.id} ticket={ticket} desk={desk} address={addressOfTicket(ticket.id)} />
          ))}
        </ul>
      </section>
    </div>
  );
}

interface RowProps {
  ticket: TicketSummary;
  desk: DeskView;
  address: string;
}

function Call({ ticket, desk, address }: RowProps): JSX.Element | null {
  const consult = ticket.supervision?.consult ?? null;
  return consult === null ? null : (
    <CallRow ticket={ticket} desk={desk} address={address} consult={consult} />
  );
}

type CallRowProps = RowProps & { consult: NonNullable<NonNullable<TicketSummary['supervision']>['consult']> };

function CallRow({ ticket, desk, address, consult }: CallRowProps): JSX.Element {
  const { t } = useTranslation();
  const words = useConsultWords(ticket.id, consult);
  const take = useTicketAction(ticket.id, 'consult/take');
  const end = useTicketAction(ticket.id, 'consult/end');
  const isOverdue = useIsPast(consult.overdueAt) && consult.taker === null;
  const who = { alias: ticket.alias, number: ticket.number };
  return (
    <li className={classNames(rows.row, styles.waits)} data-waits={consult.taker === null}>
      <div className={styles.who}>
        <TicketLine ticket={ticket} accounts={desk.accounts} />
      </div>
      <div className={styles.what}>
        <p className={styles.words}>
          {words.data === undefined ? '' : (words.data.consult?.why ?? t('consult.noWords'))}
        </p>
        <p className={styles.second}>
          {t('consult.by', { name: consult.by.displayName })} <AgeText since={consult.since} />{' '}
          {isOverdue && <Overdue />}
          {consult.taker !== null && t('consult.takenBy', { name: consult.taker.displayName })}
        </p>
        <RefusalNotice
          error={take.error ?? end.error}
          attempt={Math.max(take.submittedAt, end.submittedAt)}
        />
      </div>
      <div className={styles.buttons}>
        {consult.taker === null ? (
          <LinkButton
            href={address}
            look="primary"
            aria-label={t('consult.takeLabel', who)}
            onClick={() => take.mutate({})}
          >
            <Icon name="eye" size={16} />
            {t('consult.take')}
          </LinkButton>
        ) : (
          <>
            <Button
              size="small"
              aria-label={t('consult.endLabel', who)}
              isPending={end.isPending}
              onPress={() => end.mutate({})}
            >
              {t('consult.end')}
            </Button>
            <LinkButton href={address} aria-label={t('board.openLabel', who)}>
              <Icon name="eye" size={16} />
              {t('board.open')}
            </LinkButton>
          </>
        )}
      </div>
    </li>
  );
}

function Overdue(): JSX.Element {
  const { t } = useTranslation();
  return (
    <Chip tone="danger">
      <Icon name="alert" size={12} />
      {t('approval.overdue')}
    </Chip>
  );
}

function Held({ ticket, desk, address }: RowProps): JSX.Element | null {
  const held = ticket.supervision?.held ?? null;
  return held === null ? null : <HeldRow ticket={ticket} desk={desk} address={address} held={held} />;
}

type HeldRowProps = RowProps & { held: NonNullable<NonNullable<TicketSummary['supervision']>['held']> };

function HeldRow({ ticket, desk, address, held }: HeldRowProps): JSX.Element {
  const { t } = useTranslation();
  const isOverdue = useIsPast(held.overdueAt);
  const age = useAgeText(held.since);
  return (
    <li className={classNames(rows.row, styles.waits)} data-waits={isOverdue}>
      <div className={styles.who}>
        <TicketLine ticket={ticket} accounts={desk.accounts} />
      </div>
      <div className={styles.what}>
        <p className={styles.words}>
          {t('approval.by', { name: ticket.assignedTo?.displayName ?? '' })}{' '}
          {held.count > 1 && <Chip tone="amber">{t('approval.mark', { count: held.count })}</Chip>}
        </p>
        <p className={styles.second}>
          {t('approval.waited', { age })} {isOverdue && <Overdue />}
        </p>
      </div>
      <div className={styles.buttons}>
        <LinkButton
          href={address}
          look="primary"
          aria-label={t('approval.openLabel', { alias: ticket.alias, number: ticket.number })}
        >
          <Icon name="check" size={16} />
          {t('approval.open')}
        </LinkButton>
      </div>
    </li>
  );
}

import { type JSX, memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type TicketSummary } from '../../shared/contract.js';
import { AgeText } from '../../shared/ui/age.js';
import { Button } from '../../shared/ui/button.js';
import { TicketLine } from '../../shared/ui/ticket-line.js';
import { TicketMarks } from '../../shared/ui/ticket-marks.js';
import styles from './ticket-lists.module.css';

interface WaitingTicketProps {
  ticket: TicketSummary;
  accounts: readonly AccountView[];
  /** In the line of its account; 1 is the one to take next. */
  place: number;
  isDisabled: boolean;
  isTaking: boolean;
  actionsOf: (ticket: TicketSummary) => ReactNode;
  onTake: (ticket: TicketSummary) => void;
}

export const WaitingTicket = memo(function WaitingTicket(props: WaitingTicketProps): JSX.Element {
  const { ticket, accounts, place, isDisabled, isTaking, actionsOf, onTake } = props;
  const { t } = useTranslation();
  const label = t('lists.takeLabel', { alias: ticket.alias, number: ticket.number });
  return (
    <li className={styles.waiting} data-place={place}>
      <p className={styles.place}>
        <span aria-hidden="true">{place}</span>
        <span className="visually-hidden">{t('lists.place', { place })}</span>
      </p>
      <div className={styles.main}>
        <TicketLine ticket={ticket} accounts={accounts} />
        <TicketMarks ticket={ticket} />
      </div>
      <div className={styles.side}>
        <p className={styles.wait}>
          <AgeText since={ticket.waitingSince} className={styles.age} />{' '}
          <span className={styles.ageWord}>{t('ticket.waited')}</span>
        </p>
        <div className={styles.buttons}>
          <Button
            size="small"
            look={place === 1 ? 'primary' : 'soft'}
            aria-label={label}
            isDisabled={isDisabled}
            isPending={isTaking}
            onPress={() => onTake(ticket)}
          >
            {isTaking ? t('lists.taking') : t('lists.take')}
          </Button>
          {actionsOf(ticket)}
        </div>
      </div>
    </li>
  );
});

import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountView, type TicketSummary } from '../contract.js';
import { useLanguage } from '../i18n/use-language.js';
import styles from './ticket-line.module.css';

interface TicketLineProps {
  ticket: Pick<TicketSummary, 'alias' | 'number' | 'accountId'> & Partial<Pick<TicketSummary, 'accountName'>>;
  accounts: readonly AccountView[];
}

/** Who this is, in two lines: the alias with its number, and the account they wrote to. */
export function TicketLine({ ticket, accounts }: TicketLineProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <span className={styles.line}>
      <span className={styles.who}>
        <span className={styles.alias}>{ticket.alias}</span>{' '}
        <span className={styles.number}>{t('ticket.number', { number: ticket.number })}</span>
      </span>
      <span className={styles.account}>{useAccountName(accounts, ticket)}</span>
    </span>
  );
}

/** Whoever helps another account doesn't belong to it: its tickets say its name. */
export function useAccountName(
  accounts: readonly AccountView[],
  { accountId, accountName }: Pick<TicketSummary, 'accountId'> & Partial<Pick<TicketSummary, 'accountName'>>,
): string {
  const language = useLanguage();
  const name = accounts.find(({ id }) => id === accountId)?.name ?? accountName;
  return name?.[language] ?? accountId;
}

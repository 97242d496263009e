import { useQueryClient } from '@tanstack/react-query';
import { type JSX, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountHours, type CalendarView } from '../../shared/contract.js';
import { dayKey } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { openingKey } from '../../shared/live/query-keys.js';
import { AccountLinks } from '../../shared/ui/account-links.js';
import { EmptyState } from '../../shared/ui/empty-state.js';
import { LoadState } from '../../shared/ui/load-state.js';
import { useAccounts, useCalendar } from './api/queries.js';
import { Calendar } from './calendar/calendar.js';
import { Glance } from './glance.js';
import styles from './opening-hours.module.css';
import { OverrideHistory } from './override/override-history.js';
import { Texts } from './texts/texts.js';
import { useFreshAnswers } from './use-fresh-answers.js';
import { useMinute } from './use-minute.js';
import { WhatIf } from './what-if/what-if.js';

export type Account = AccountHours['items'][number];

interface OpeningHoursProps {
  /** Null, or one that isn't there: the first. */
  accountId: string | null;
  addressOfAccount: (accountId: string) => string;
}

/** When an account takes consultations, why, what callers are told, and closing and opening it by hand. */
export function OpeningHours({ accountId, addressOfAccount }: OpeningHoursProps): JSX.Element {
  const { t } = useTranslation();
  const language = useLanguage();
  useFreshAnswers();
  const accounts = useAccounts();
  if (accounts.data === undefined) return <LoadState query={accounts} />;
  const { items } = accounts.data;
  const chosen = items.find(({ id }) => id === accountId) ?? items[0];
  if (chosen === undefined) return <EmptyState title={t('hours.noAccounts')} />;
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.heading}>{t('hours.heading')}</h1>
        <AccountLinks
          label={t('hours.accounts')}
          items={items.map(({ id, name }) => ({ id, name: name[language] }))}
          current={chosen.id}
          addressOf={addressOfAccount}
        />
      </div>
      <AccountHoursPage key={chosen.id} account={chosen} />
    </div>
  );
}

function AccountHoursPage({ account }: { account: Account }): JSX.Element {
  const calendar = useCalendar(account.id);
  if (calendar.data === undefined) return <LoadState query={calendar} />;
  return <Loaded account={account} calendar={calendar.data} receivedAt={calendar.dataUpdatedAt} />;
}

interface LoadedProps {
  account: Account;
  calendar: CalendarView;
  receivedAt: number;
}

function Loaded({ account, calendar, receivedAt }: LoadedProps): JSX.Element {
  const now = useMinute(calendar.now, receivedAt);
  useFreshDay(account.id, calendar.days[0]?.date, now);
  return (
    <>
      <Glance account={account} calendar={calendar} now={now} />
      <Calendar calendar={calendar} now={now} />
      <div className={styles.pair}>
        <WhatIf account={account} now={now} />
        <OverrideHistory calendar={calendar} now={now} />
      </div>
      <Texts account={account} now={now} />
    </>
  );
}

/** At midnight another day is the first, though no event says so. */
function useFreshDay(accountId: string, first: string | undefined, now: number): void {
  const queryClient = useQueryClient();
  const today = dayKey(now);
  const shown = first?.replaceAll('-', '/');
  useEffect(() => {
    if (shown !== undefined && shown !== today)
      void queryClient.invalidateQueries({ queryKey: openingKey(accountId) });
  }, [queryClient, accountId, shown, today]);
}

import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useContext } from 'react';
import { type z } from 'zod';
import { request } from '../../../shared/api/request.js';
import {
  type AccountHours,
  accountHoursSchema,
  type AccountTexts,
  accountTextsSchema,
  type CalendarView,
  calendarViewSchema,
  type TextVersions,
  textVersionsSchema,
  type WhatIfView,
  whatIfViewSchema,
} from '../../../shared/contract.js';
import { LiveContext } from '../../../shared/live/live-context.js';
import { openingAccountsKey, openingKey } from '../../../shared/live/query-keys.js';

interface Question<T> {
  key: readonly unknown[];
  schema: z.ZodType<T>;
  path: string;
  /** What was answered before stays until the new answer is here. */
  keeps?: boolean;
  isEnabled?: boolean;
}

/** Events make answers untrue (see `followOpenings`), so the socket stands before the first is fetched. */
function useAnswer<T>({
  key,
  schema,
  path,
  keeps = false,
  isEnabled = true,
}: Question<T>): UseQueryResult<T> {
  const live = useContext(LiveContext);
  return useQuery<T>({
    queryKey: key,
    queryFn: async ({ signal }) => {
      await live?.registered();
      return request(schema, path, { signal });
    },
    enabled: isEnabled,
    ...(keeps ? { placeholderData: keepPreviousData } : {}),
  });
}

export const addressOfAccount = (accountId: string): string =>
  `/api/accounts/${encodeURIComponent(accountId)}`;

export function useAccounts(): UseQueryResult<AccountHours> {
  return useAnswer({ key: openingAccountsKey, schema: accountHoursSchema, path: '/api/accounts' });
}

export const calendarKey = (accountId: string) => [...openingKey(accountId), 'calendar'] as const;

export function useCalendar(accountId: string): UseQueryResult<CalendarView> {
  return useAnswer({
    key: calendarKey(accountId),
    schema: calendarViewSchema,
    path: `${addressOfAccount(accountId)}/calendar`,
  });
}

export interface Supposition {
  /** Left out: now. */
  instant?: string;
  /** As if somebody decided so by hand now. */
  decision?: { state: 'open' | 'closed'; until: string | null };
}

/** @param supposition null: nothing is asked */
export function useWhatIf(accountId: string, supposition: Supposition | null): UseQueryResult<WhatIfView> {
  const { instant, decision } = supposition ?? {};
  const query = new URLSearchParams(instant === undefined ? {} : { instant });
  if (decision !== undefined) query.set('state', decision.state);
  if (typeof decision?.until === 'string') query.set('until', decision.until);
  const words = query.toString();
  return useAnswer({
    key: [...openingKey(accountId), 'what-if', words],
    schema: whatIfViewSchema,
    path: `${addressOfAccount(accountId)}/what-if?${words}`,
    keeps: true,
    isEnabled: supposition !== null,
  });
}

export function useTexts(accountId: string): UseQueryResult<AccountTexts> {
  return useAnswer({
    key: [...openingKey(accountId), 'texts'],
    schema: accountTextsSchema,
    path: `${addressOfAccount(accountId)}/texts`,
  });
}

export function useVersions(accountId: string, situation: string): UseQueryResult<TextVersions> {
  return useAnswer({
    key: [...openingKey(accountId), 'texts', situation],
    schema: textVersionsSchema,
    path: `${addressOfAccount(accountId)}/texts/${encodeURIComponent(situation)}/versions`,
  });
}

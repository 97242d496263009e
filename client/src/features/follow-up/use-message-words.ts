import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type TicketSummary } from '../../shared/contract.js';
import { dayAndTime } from '../../shared/format/time.js';
import { useLanguage } from '../../shared/i18n/use-language.js';
import { useFromServerNow } from '../../shared/live/use-server-now.js';
import { type MessageState, messageState } from './message-state.js';

/** Why the one message afterwards can't go now, in words; undefined when it can. */
export function useMessageObstacle(ticket: TicketSummary): string | undefined {
  const { t } = useTranslation();
  const language = useLanguage();
  const state = useFromServerNow<MessageState>(
    useCallback((now: number) => messageState(ticket, now), [ticket]),
  );
  if (state === 'ready') return undefined;
  const message = ticket.followUp?.message;
  const instant = state === 'sent' ? message?.sentAt : message?.from;
  return t(`followUp.obstacle.${state}`, { time: dayAndTime(instant ?? 0, language) });
}

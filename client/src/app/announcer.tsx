import { useQueryClient } from '@tanstack/react-query';
import { type JSX, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ConsoleEvent, type MessageView } from '../shared/contract.js';
import { type DeskState } from '../shared/live/apply-event.js';
import { useLive } from '../shared/live/live-context.js';
import { deskKey } from '../shared/live/query-keys.js';
import { useTicketInAddress } from '../shared/navigation/location.js';

/** What came within this time is said together. */
const gatherMs = 800;
const remembered = 500;

/** Says politely that somebody wrote: in the open talk room with the words, elsewhere without. */
export function Announcer(): JSX.Element {
  const { t } = useTranslation();
  const live = useLive();
  const queryClient = useQueryClient();
  const openTicketId = useTicketInAddress();
  const [words, setWords] = useState('');
  const gathered = useRef<MessageView[]>([]);
  const known = useRef(new Set<string>());
  const waitingIds = useRef<Set<string> | null>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const say = (): void => {
      timer = null;
      const desk = queryClient.getQueryData<DeskState>(deskKey);
      const messages = gathered.current.splice(0);
      const [first] = messages;
      const alias = desk?.mine.find((ticket) => ticket.id === first?.ticketId)?.alias;
      const waitingNow = new Set(desk?.waiting.map((ticket) => ticket.id));
      const hasNewcomer = [...waitingNow].some((id) => waitingIds.current?.has(id) === false);
      waitingIds.current = waitingNow;
      if (messages.length > 1) setWords(t('talk.announceMany', { count: messages.length }));
      else if (first !== undefined && alias !== undefined) setWords(announcement(first, alias));
      else if (hasNewcomer) setWords(t('talk.announceWaiting', { count: waitingNow.size }));
    };
    const announcement = (message: MessageView, alias: string): string => {
      const isOpen = message.ticketId === openTicketId && message.content.kind === 'text';
      if (!isOpen || message.content.kind !== 'text') return t('talk.announceElsewhere', { alias });
      return t('talk.announce', { alias, text: message.content.text });
    };
    const hear = (event: ConsoleEvent): void => {
      if (event.type === 'message.changed' && event.message.direction === 'inbound') {
        if (known.current.has(event.message.id)) return;
        if (known.current.size > remembered) known.current.clear();
        known.current.add(event.message.id);
        gathered.current.push(event.message);
      } else if (event.type !== 'ticket.changed') return;
      waitingIds.current ??= new Set(
        queryClient.getQueryData<DeskState>(deskKey)?.waiting.map((ticket) => ticket.id),
      );
      timer ??= setTimeout(say, gatherMs);
    };
    const stop = live.onEvent(hear);
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [live, openTicketId, queryClient, t]);

  return (
    <div className="visually-hidden" aria-live="polite">
      {words}
    </div>
  );
}

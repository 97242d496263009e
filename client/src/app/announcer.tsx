import { type JSX, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { unsentIn, useAllOutgoing } from '../features/talk-room/outgoing.js';
import { type ConsoleEvent, type MessageView, type TicketSummary } from '../shared/contract.js';
import { useLive } from '../shared/live/live-context.js';
import { useDesk } from '../shared/live/use-desk.js';
import { useTicketInAddress } from '../shared/navigation/location.js';
import { isInSight, isLookedAtElsewhere } from '../shared/notices/looked-at.js';
import { useSound } from '../shared/sound/sound-context.js';
import { Spoken, useVoice } from '../shared/spoken/spoken.js';

/** What came within this time is said together. */
const gatherMs = 800;
const remembered = 500;

/**
 * Says politely that somebody wrote: in the open talk room with the words, elsewhere without. Of what the person isn't
 * looking at, a tone tells as well.
 */
export function Announcer({ staffId }: { staffId: string }): JSX.Element {
  const { t } = useTranslation();
  const { data: desk } = useDesk();
  const openTicketId = useTicketInAddress();
  const sound = useSound();
  const voice = useVoice();

  const aliasOf = (ticketId: string): string =>
    [...(desk?.mine ?? []), ...(desk?.takenOver ?? [])].find(({ id }) => id === ticketId)?.alias ??
    t('talk.caller');
  const announcement = (message: MessageView): string => {
    const alias = aliasOf(message.ticketId);
    const isOpen = message.ticketId === openTicketId;
    if (!isOpen || message.content.kind !== 'text') return t('talk.announceElsewhere', { alias });
    return t('talk.announce', { alias, text: message.content.text });
  };
  useNewMessages((messages) => {
    const [first] = messages;
    if (first === undefined) return;
    const unseen = new Set(messages.map(({ ticketId }) => ticketId));
    if (openTicketId !== null && isInSight()) unseen.delete(openTicketId);
    void playUnlessSeen([...unseen], () => sound.play('message'));
    const words =
      messages.length > 1 ? t('talk.announceMany', { count: messages.length }) : announcement(first);
    voice.say(words, first.ticketId);
  });
  useNewcomers(desk?.waiting, (count) => voice.say(t('talk.announceWaiting', { count })));

  useGrowth(
    desk?.mine.map(({ id, undeliveredCount }) => [id, undeliveredCount]),
    (ticketId) => voice.say(t('undelivered.announceUndelivered', { alias: aliasOf(ticketId) }), ticketId),
  );
  const outgoing = useAllOutgoing(staffId);
  useGrowth(
    outgoing.map(({ ticketId }) => [ticketId, unsentIn(outgoing, ticketId)]),
    (ticketId) => {
      // In the open talk its row says so; none stands there where somebody else looks after it by now.
      const hasRow = ticketId === openTicketId && desk?.mine.some(({ id }) => id === ticketId) === true;
      if (!hasRow) voice.say(t('undelivered.announceUnsent', { alias: aliasOf(ticketId) }), ticketId);
    },
  );

  return <Spoken voice={voice} />;
}

/** Talks that are in sight in another tab of this browser need no tone in this one. */
async function playUnlessSeen(ticketIds: readonly string[], play: () => void): Promise<void> {
  const seen = await Promise.all(ticketIds.map((ticketId) => isLookedAtElsewhere(ticketId)));
  if (seen.includes(false)) play();
}

/** Hands over the callers' messages that came since the last time, each once. */
function useNewMessages(onMessages: (messages: MessageView[]) => void): void {
  const live = useLive();
  const latest = useRef(onMessages);
  useEffect(() => {
    latest.current = onMessages;
  });
  useEffect(() => {
    const known = new Set<string>();
    const gathered: MessageView[] = [];
    let timer: ReturnType<typeof setTimeout> | null = null;
    const say = (): void => {
      timer = null;
      latest.current(gathered.splice(0));
    };
    const stop = live.onEvent((event: ConsoleEvent) => {
      if (event.type !== 'message.changed' || event.message.direction !== 'inbound') return;
      if (known.has(event.message.id)) return;
      if (known.size > remembered) known.clear();
      known.add(event.message.id);
      gathered.push(event.message);
      timer ??= setTimeout(say, gatherMs);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [live]);
}

/** Tells when a ticket joins the waiting list, and how many there are then. */
function useNewcomers(waiting: TicketSummary[] | undefined, onNewcomer: (count: number) => void): void {
  const before = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (waiting === undefined) return;
    const known = before.current;
    before.current = new Set(waiting.map(({ id }) => id));
    if (known !== null && waiting.some(({ id }) => !known.has(id))) onNewcomer(waiting.length);
  });
}

/** Tells once of each ticket whose count has grown since it was there. */
function useGrowth(counts: (readonly [string, number])[] | undefined, onGrown: (id: string) => void): void {
  const before = useRef<ReadonlyMap<string, number>>(new Map());
  useEffect(() => {
    if (counts === undefined) return;
    const known = before.current;
    before.current = new Map(counts);
    for (const [id, count] of before.current) if (count > (known.get(id) ?? count)) onGrown(id);
  });
}

import { type HeldReply, type LabelledKind, type MessageView } from '../../shared/contract.js';
import { dayKey } from '../../shared/format/time.js';
import { type OutgoingReply } from './outgoing.js';

export type Row =
  | { readonly type: 'day'; readonly key: string; readonly instant: string }
  | { readonly type: 'event'; readonly key: string; readonly message: MessageView }
  | {
      readonly type: 'message';
      readonly key: string;
      readonly message: MessageView;
      /** The first of several said in one go: it alone names who speaks. */
      readonly isFirst: boolean;
      /** The last bubble of its reply: what became of them all is said once. */
      readonly isLastOfReply: boolean;
    }
  | {
      readonly type: 'images';
      readonly key: string;
      /** In the order in which the caller chose them, whatever the order in which they came. */
      readonly messages: readonly MessageView[];
      readonly isFirst: boolean;
    }
  | { readonly type: 'held'; readonly key: string; readonly held: HeldReply }
  | { readonly type: 'outgoing'; readonly key: string; readonly reply: OutgoingReply };

/** Things that happened rather than were said: a centred line instead of a bubble. */
const happenings: ReadonlySet<LabelledKind> = new Set([
  'follow',
  'unfollow',
  'unsend',
  'account-link',
  'video-play-complete',
  'beacon',
  'membership',
  'left-line',
  'risk',
  'reply-not-sent',
]);

/** Said in one go: the same voice, with less than this between. */
const togetherMs = 3 * 60 * 1000;

const isHappening = ({ content, withdrawn }: MessageView): boolean =>
  content.kind === 'labelled' &&
  happenings.has(content.label) &&
  // What stands where a message was is no line of its own: it keeps the message's place.
  !(content.label === 'unsend' && withdrawn !== null);

const setOf = ({ content, withdrawn }: MessageView): string | null =>
  content.kind === 'media' && content.media === 'image' && withdrawn === null
    ? (content.set?.id ?? null)
    : null;

const indexOf = ({ content }: MessageView): number =>
  (content.kind === 'media' ? content.set?.index : null) ?? Number.MAX_SAFE_INTEGER;

function said(row: Row | undefined): MessageView | undefined {
  if (row?.type === 'message') return row.message;
  return row?.type === 'images' ? row.messages.at(-1) : undefined;
}

function isContinued(other: MessageView | undefined, message: MessageView): boolean {
  if (other === undefined || isHappening(other)) return false;
  const gap = Date.parse(message.occurredAt) - Date.parse(other.occurredAt);
  return other.direction === message.direction && other.author?.id === message.author?.id && gap < togetherMs;
}

/** Pictures by the set in which they were sent; one that came alone so far is a set of one. */
function imageSets(messages: readonly MessageView[]): Map<string, MessageView[]> {
  const sets = new Map<string, MessageView[]>();
  for (const message of messages) {
    const id = setOf(message);
    if (id !== null) sets.set(id, [...(sets.get(id) ?? []), message]);
  }
  for (const [id, members] of sets)
    sets.set(
      id,
      members.toSorted((a, b) => indexOf(a) - indexOf(b)),
    );
  return sets;
}

/** Asked of each message at each change of a talk of thousands: a message never changes its day. */
const days = new WeakMap<MessageView, string>();

export function dayOf(message: MessageView): string {
  const known = days.get(message);
  if (known !== undefined) return known;
  const day = dayKey(message.occurredAt);
  days.set(message, day);
  return day;
}

/**
 * @param hasEarlier more was said before: then the first message only says what the next one goes on from, and stands
 *   there itself with the page before it. So no row ever changes its height when a page comes, and nothing moves under
 *   the eyes of whoever reads back.
 */
export function buildRows(
  all: readonly MessageView[],
  outgoing: readonly OutgoingReply[],
  hasEarlier = false,
  held: readonly HeldReply[] = [],
): Row[] {
  const rows: Row[] = [];
  const before = hasEarlier ? all[0] : undefined;
  const messages = before === undefined ? all : all.slice(1);
  const sets = imageSets(messages);
  let day = before === undefined ? '' : dayOf(before);
  messages.forEach((message, index) => {
    const set = setOf(message);
    const members = set === null ? undefined : sets.get(set);
    // The whole set stands where its first picture came.
    if (set !== null && members === undefined) return;
    const today = dayOf(message);
    if (today !== day) rows.push({ type: 'day', key: `day ${today}`, instant: message.occurredAt });
    day = today;
    // The request's id stays the key when the server's row takes the place of ours: the bubble doesn't blink.
    const key = message.clientId === null ? message.id : `${message.clientId} ${message.position}`;
    const isFirst = !isContinued(rows.length === 0 ? before : said(rows.at(-1)), message);
    if (isHappening(message)) rows.push({ type: 'event', key, message });
    else if (set !== null && members !== undefined && members.length > 1) {
      sets.delete(set);
      rows.push({ type: 'images', key: `set ${set}`, messages: members, isFirst });
    } else {
      const next = messages[index + 1];
      const isLastOfReply = message.clientId === null || next?.clientId !== message.clientId;
      rows.push({ type: 'message', key, message, isFirst, isLastOfReply });
    }
  });
  for (const each of held) rows.push({ type: 'held', key: `held ${each.id}`, held: each });
  const arrived = new Set(messages.map(({ clientId }) => clientId));
  for (const reply of outgoing) {
    if (!arrived.has(reply.clientId)) rows.push({ type: 'outgoing', key: `${reply.clientId} 0`, reply });
  }
  return rows;
}

/** The message that a row begins with; a reply under way is none yet. */
export function messageOfRow(row: Row): MessageView | null {
  if (row.type === 'images') return row.messages[0] ?? null;
  return row.type === 'message' || row.type === 'event' ? row.message : null;
}

/** Where a message stands among the rows; -1 where it doesn't. */
export function rowOfMessage(rows: readonly Row[], messageId: string): number {
  return rows.findIndex((row) =>
    row.type === 'images'
      ? row.messages.some(({ id }) => id === messageId)
      : messageOfRow(row)?.id === messageId,
  );
}

/** What is loaded of a talk. */
export interface LoadedTalk {
  readonly messages: readonly MessageView[];
  readonly hasEarlier: boolean;
}

const isShown = ({ hasEarlier }: LoadedTalk, index: number): boolean => index > (hasEarlier ? 0 : -1);

export function hasMessage(talk: LoadedTalk, messageId: string): boolean {
  return isShown(
    talk,
    talk.messages.findIndex(({ id }) => id === messageId),
  );
}

/** The first message that was said at an instant or later; undefined while more has to be loaded to know it. */
export function firstSince(talk: LoadedTalk, instant: string): MessageView | undefined {
  const since = Date.parse(instant);
  const index = talk.messages.findIndex(({ occurredAt }) => Date.parse(occurredAt) >= since);
  return isShown(talk, index) ? talk.messages[index] : undefined;
}

/** Whether two rows look the same: messages are never changed in place. */
export function isSameRow(a: Row, b: Row): boolean {
  if (a.key !== b.key) return false;
  if (a.type === 'images' && b.type === 'images') {
    const isSame = a.messages.every((message, index) => message === b.messages[index]);
    return isSame && a.messages.length === b.messages.length && a.isFirst === b.isFirst;
  }
  if (a.type === 'message' && b.type === 'message')
    return a.message === b.message && a.isFirst === b.isFirst && a.isLastOfReply === b.isLastOfReply;
  if (a.type === 'event' && b.type === 'event') return a.message === b.message;
  if (a.type === 'held' && b.type === 'held') return a.held === b.held;
  if (a.type === 'outgoing' && b.type === 'outgoing') return a.reply === b.reply;
  return a.type === 'day' && b.type === 'day';
}

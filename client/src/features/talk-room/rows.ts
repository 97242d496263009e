import { type LabelledKind, type MessageView } from '../../shared/contract.js';
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

function isContinued(before: Row | undefined, message: MessageView): boolean {
  const other = said(before);
  if (other === undefined) return false;
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

export function buildRows(messages: readonly MessageView[], outgoing: readonly OutgoingReply[]): Row[] {
  const rows: Row[] = [];
  const sets = imageSets(messages);
  let day = '';
  messages.forEach((message, index) => {
    const set = setOf(message);
    const members = set === null ? undefined : sets.get(set);
    // The whole set stands where its first picture came.
    if (set !== null && members === undefined) return;
    const today = dayKey(message.occurredAt);
    if (today !== day) rows.push({ type: 'day', key: `day ${today}`, instant: message.occurredAt });
    day = today;
    // The request's id stays the key when the server's row takes the place of ours: the bubble doesn't blink.
    const key = message.clientId === null ? message.id : `${message.clientId} ${message.position}`;
    const isFirst = !isContinued(rows.at(-1), message);
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
  const arrived = new Set(messages.map(({ clientId }) => clientId));
  for (const reply of outgoing) {
    if (!arrived.has(reply.clientId)) rows.push({ type: 'outgoing', key: `${reply.clientId} 0`, reply });
  }
  return rows;
}

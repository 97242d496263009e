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
]);

/** Said in one go: the same voice, with less than this between. */
const togetherMs = 3 * 60 * 1000;

const isHappening = ({ content }: MessageView): boolean =>
  content.kind === 'labelled' && happenings.has(content.label);

function isContinued(before: Row | undefined, message: MessageView): boolean {
  if (before?.type !== 'message') return false;
  const { message: other } = before;
  const gap = Date.parse(message.occurredAt) - Date.parse(other.occurredAt);
  return other.direction === message.direction && other.author?.id === message.author?.id && gap < togetherMs;
}

export function buildRows(messages: readonly MessageView[], outgoing: readonly OutgoingReply[]): Row[] {
  const rows: Row[] = [];
  let day = '';
  for (const message of messages) {
    const today = dayKey(message.occurredAt);
    if (today !== day) rows.push({ type: 'day', key: `day ${today}`, instant: message.occurredAt });
    day = today;
    // The request's id stays the key when the server's row takes the place of ours: the bubble doesn't blink.
    const key = message.clientId === null ? message.id : `${message.clientId} ${message.position}`;
    if (isHappening(message)) rows.push({ type: 'event', key, message });
    else rows.push({ type: 'message', key, message, isFirst: !isContinued(rows.at(-1), message) });
  }
  const arrived = new Set(messages.map(({ clientId }) => clientId));
  for (const reply of outgoing) {
    if (!arrived.has(reply.clientId)) rows.push({ type: 'outgoing', key: `${reply.clientId} 0`, reply });
  }
  return rows;
}

import { z } from 'zod';
import { type LabelledKind, type MessageContent } from '../contract/message.js';
import { ERASURE_DATA, isErasureWish } from '../erasure/wish.js';
import { type LineEvent } from '../line/webhook-body.js';
import { type MessageTokens } from '../ticket/delivery-request.js';
import { leftTicket } from '../waiting-list/leaving.js';
import { postbackData, postbackLabel, silentLabel } from './event-labels.js';
import { textMarks } from './text-marks.js';
import { mediaMessage } from './media-message.js';

/** What a webhook event means for us. */
export interface Interpretation {
  /** What the talk room shows; null when there is nothing to show. */
  readonly content: MessageContent | null;
  /** Whether somebody may be waiting for an answer: then it opens a ticket where none is open. */
  readonly opensTicket: boolean;
  /** The caller blocked us, or came back. */
  readonly reachable: boolean | null;
  /** The caller gets the greeting. */
  readonly followed: boolean;
  /** LINE's own id of the message that was said. */
  readonly externalId: string | null;
  /** LINE's id of a message that the caller took back. */
  readonly withdraws: string | null;
  /** Our ticket whose caller wants to leave the line. */
  readonly leaves: string | null;
  /** LINE's id of the message that this one quotes. */
  readonly quotedExternalId: string | null;
  /** By which the message can be quoted, marked as read, and answered for free for a short while. */
  readonly tokens: MessageTokens | null;
  /** When the caller took it back; never read from the event itself. */
  readonly withdrawnAt: Date | null;
  /** The caller wants what they said to be erased: by the exact words, or by a button of the menu. */
  readonly wantsErasure: boolean;
  /** LINE has newly added it: administrators may see what it looks like. */
  readonly unfamiliar: boolean;
}

const textMessage = z.looseObject({ type: z.literal('text'), text: z.string() });
const stickerMessage = z.looseObject({
  type: z.literal('sticker'),
  text: z.string().optional().catch(undefined),
  keywords: z.array(z.string()).optional().catch(undefined),
});
const locationMessage = z.looseObject({
  title: z.string().optional().catch(undefined),
  address: z.string().optional().catch(undefined),
});
const place = z.looseObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});
/** Ids are digits today; anything short and printable may be one tomorrow. */
const messageIdSchema = z.string().regex(/^[\x21-\x7e]{1,64}$/);
const identified = z.looseObject({ id: messageIdSchema });
const quoting = z.looseObject({ quotedMessageId: messageIdSchema });
const token = z.string().min(1).max(1000).optional().catch(undefined);
const messageTokens = z.looseObject({ quoteToken: token, markAsReadToken: token });
const unsendEvent = z.looseObject({ unsend: z.looseObject({ messageId: messageIdSchema }) });
const typed = z.looseObject({ type: z.string() });

/** Types of messages that have a row of their own. */
const knownMessages = new Set(['text', 'sticker', 'image', 'video', 'audio', 'file', 'location']);

/** Events about the account or about groups: kept, and shown to nobody, because no caller stands behind them. */
const eventsWithoutRow = new Set([
  'join',
  'leave',
  'memberJoined',
  'memberLeft',
  'module',
  'activated',
  'deactivated',
  'botSuspended',
  'botResumed',
  'delivery',
]);

const NOTHING: Interpretation = {
  content: null,
  opensTicket: false,
  reachable: null,
  followed: false,
  externalId: null,
  withdraws: null,
  leaves: null,
  quotedExternalId: null,
  tokens: null,
  withdrawnAt: null,
  wantsErasure: false,
  unfamiliar: false,
};

/**
 * Reads what an event means. It never fails: what LINE newly adds becomes a labelled row, and since a person may be
 * behind it, it opens a ticket.
 * https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
 */
export function interpret(event: LineEvent): Interpretation {
  switch (event.type) {
    case 'message':
      return interpretMessage(event);
    case 'unsend': {
      const withdraws = unsendEvent.safeParse(event).data?.unsend.messageId ?? null;
      return { ...NOTHING, content: labelled('unsend'), withdraws };
    }
    case 'follow':
      // In `standby` somebody else answers this caller.
      return {
        ...NOTHING,
        content: labelled('follow'),
        reachable: true,
        followed: event.mode !== 'standby',
      };
    case 'unfollow':
      return { ...NOTHING, content: labelled('unfollow'), reachable: false };
    case 'postback': {
      const leaves = leftTicket(postbackData(event));
      if (leaves !== null) return { ...NOTHING, content: labelled('left-line'), leaves };
      return {
        ...NOTHING,
        content: { kind: 'labelled', ...postbackLabel(event) },
        opensTicket: true,
        wantsErasure: postbackData(event) === ERASURE_DATA,
        tokens: tokensOf(event, undefined),
      };
    }
  }
  if (eventsWithoutRow.has(event.type)) return NOTHING;
  const label = silentLabel(event);
  if (label !== undefined) return { ...NOTHING, content: { kind: 'labelled', ...label } };
  return { ...NOTHING, content: labelled('unknown', event.type), opensTicket: true, unfamiliar: true };
}

function interpretMessage(event: LineEvent): Interpretation {
  const message = event['message'];
  return {
    ...NOTHING,
    content: messageContent(message),
    opensTicket: true,
    wantsErasure: isErasureWish(textMessage.safeParse(message).data?.text ?? ''),
    externalId: identified.safeParse(message).data?.id ?? null,
    quotedExternalId: quoting.safeParse(message).data?.quotedMessageId ?? null,
    tokens: tokensOf(event, message),
    unfamiliar: !knownMessages.has(typed.safeParse(message).data?.type ?? ''),
  };
}

function tokensOf(event: LineEvent, message: unknown): MessageTokens | null {
  const { quoteToken, markAsReadToken } = messageTokens.safeParse(message).data ?? {};
  const reply = replyTokenOf(event);
  if (quoteToken === undefined && markAsReadToken === undefined && reply === undefined) return null;
  return {
    ...(quoteToken === undefined ? {} : { quote: quoteToken }),
    ...(markAsReadToken === undefined ? {} : { read: markAsReadToken }),
    ...(reply === undefined ? {} : { reply }),
  };
}

/** The token by which this event may be answered once and for free. In `standby` nothing may be sent. */
export function replyTokenOf(event: LineEvent): string | undefined {
  return event.mode === 'standby' ? undefined : token.parse(event['replyToken']);
}

function messageContent(message: unknown): MessageContent {
  const text = textMessage.safeParse(message);
  if (text.success) {
    const marks = textMarks(message, text.data.text);
    return { kind: 'text', text: text.data.text, ...(marks.length === 0 ? {} : { marks }) };
  }
  const sticker = stickerMessage.safeParse(message);
  if (sticker.success) {
    return { kind: 'sticker', text: sticker.data.text ?? null, keywords: sticker.data.keywords ?? [] };
  }
  const media = mediaMessage(message);
  if (media !== undefined) return media.content;
  const type = typed.safeParse(message).data?.type;
  switch (type) {
    case 'location': {
      const location = locationMessage.safeParse(message).data;
      const where = place.safeParse(message).data;
      if (where !== undefined) {
        const { latitude, longitude } = where;
        const { title = null, address = null } = location ?? {};
        return { kind: 'location', title, address, latitude, longitude };
      }
      return labelled('location', [location?.title, location?.address].filter(Boolean).join(' '));
    }
    default:
      return labelled('unknown', type);
  }
}

function labelled(label: LabelledKind, detail?: string): MessageContent {
  return { kind: 'labelled', label, detail: detail === undefined || detail === '' ? null : detail };
}

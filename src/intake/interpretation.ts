import { z } from 'zod';
import { type LabelledKind, type MessageContent } from '../contract/ticket.js';
import { type LineEvent } from '../line/webhook-body.js';
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
const postbackEvent = z.looseObject({ postback: z.looseObject({ data: z.string() }) });
/** Ids are digits today; anything short and printable may be one tomorrow. */
const messageIdSchema = z.string().regex(/^[\x21-\x7e]{1,64}$/);
const identified = z.looseObject({ id: messageIdSchema });
const unsendEvent = z.looseObject({ unsend: z.looseObject({ messageId: messageIdSchema }) });
const typed = z.looseObject({ type: z.string() });

/** Events about the caller's relation to us, in which nobody says anything. */
const silentEvents: Readonly<Record<string, LabelledKind>> = {
  accountLink: 'account-link',
  videoPlayComplete: 'video-play-complete',
  beacon: 'beacon',
  membership: 'membership',
};

/**
 * Reads what an event means. It never fails: what LINE newly adds becomes a labelled row, and since a person may be
 * behind it, it opens a ticket.
 * https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
 */
export function interpret(event: LineEvent): Interpretation {
  const nothing = {
    content: null,
    opensTicket: false,
    reachable: null,
    followed: false,
    externalId: null,
    withdraws: null,
  } as const;
  const standby = event.mode === 'standby';
  if (event.type === 'message') {
    const externalId = identified.safeParse(event['message']).data?.id ?? null;
    return { ...nothing, content: messageContent(event['message']), opensTicket: true, externalId };
  }
  if (event.type === 'unsend') {
    const withdraws = unsendEvent.safeParse(event).data?.unsend.messageId ?? null;
    return { ...nothing, content: labelled('unsend'), withdraws };
  }
  if (event.type === 'follow')
    return { ...nothing, content: labelled('follow'), reachable: true, followed: !standby };
  if (event.type === 'unfollow') return { ...nothing, content: labelled('unfollow'), reachable: false };
  if (event.type === 'postback') {
    const postback = postbackEvent.safeParse(event);
    return { ...nothing, content: labelled('postback', postback.data?.postback.data), opensTicket: true };
  }
  const silent = silentEvents[event.type];
  if (silent !== undefined) return { ...nothing, content: labelled(silent) };
  return { ...nothing, content: labelled('unknown', event.type), opensTicket: true };
}

function messageContent(message: unknown): MessageContent {
  const text = textMessage.safeParse(message);
  if (text.success) return { kind: 'text', text: text.data.text };
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
      return labelled('location', [location?.title, location?.address].filter(Boolean).join(' '));
    }
    default:
      return labelled('unknown', type);
  }
}

function labelled(label: LabelledKind, detail?: string): MessageContent {
  return { kind: 'labelled', label, detail: detail === undefined || detail === '' ? null : detail };
}

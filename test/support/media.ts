import { randomBytes } from 'node:crypto';
import { type MediaState, type MessageView } from '../../src/contract/message.js';
import { type CallerMessageInput } from '../../stand-in/server/contract.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ConsoleClient } from './console-client.js';
import { ticketOfEvent } from './conversation.js';
import { type Relay } from './relay.js';
import { eventually } from './wait.js';

/** A film of so many bytes, as far as its first bytes tell. */
export function film(bytes: number): Buffer {
  const head = Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1');
  return Buffer.concat([head, randomBytes(bytes - head.length)]);
}

export const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
/** The first bytes of a Windows program. */
export const program = Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), Buffer.alloc(600, 7)]);

/** A caller sends a picture, recording or file; resolves once its message is in a ticket. */
export async function sendMedia(
  standIn: StandIn,
  relay: Relay,
  account: string,
  userId: string,
  message: CallerMessageInput,
): Promise<{ ticketId: string; messageId: string; webhookEventId: string }> {
  const sent = await standIn.sendMessage(account, userId, message);
  const ticketId = await ticketOfEvent(relay, account, sent.webhookEventId);
  return { ticketId, messageId: sent.messageId ?? '', webhookEventId: sent.webhookEventId };
}

/** The newest message of a ticket that has media, once that is in one of these states. */
export async function mediaIn(
  client: ConsoleClient,
  ticketId: string,
  ...states: readonly MediaState[]
): Promise<MessageView & { media: NonNullable<MessageView['media']> }> {
  return eventually(
    async () => {
      const { messages } = await client.talkRoom(ticketId);
      const message = messages.findLast((entry) => entry.media !== null);
      const media = message?.media ?? undefined;
      if (message === undefined || media === undefined || !states.includes(media.state)) return undefined;
      return { ...message, media };
    },
    `media that is ${states.join(' or ')}`,
  );
}

/** Asks for media as a browser would. */
export async function download(
  client: ConsoleClient,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  const response = await fetch(`${client.url}${path}`, {
    method,
    headers: { cookie: client.cookie, ...headers },
  });
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

/** How many chunks of anything are kept. */
export async function chunksKept(relay: Pick<Relay, 'database'>, mediaId?: string): Promise<number> {
  const [row] = await relay.database.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM media_chunk WHERE $1::uuid IS NULL OR media_id = $1',
    [mediaId ?? null],
  );
  return row?.count ?? 0;
}

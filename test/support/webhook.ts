import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type SampleEvent } from './line-samples.js';

interface Channel {
  readonly id: string;
  readonly channelSecret: string;
  readonly botUserId: string;
}

const { channels } = parse(readFileSync('demo/line-stand-in.yaml', 'utf8')) as { channels: Channel[] };

export function channelOf(account: string): Channel {
  const channel = channels.find((candidate) => candidate.id === account);
  if (channel === undefined) throw new Error(`no channel ${account}`);
  return channel;
}

export function newUserId(): string {
  return `U${randomBytes(16).toString('hex')}`;
}

let counter = 0;

/** A complete webhook event: what a sample leaves out is filled in. */
export function webhookEvent(
  userId: string,
  event: SampleEvent,
): Record<string, unknown> & { webhookEventId: string } {
  counter += 1;
  return {
    mode: 'active',
    timestamp: Date.now(),
    source: { type: 'user', userId },
    webhookEventId: `01TEST${randomBytes(6).toString('hex').toUpperCase()}${String(counter).padStart(8, '0')}`,
    deliveryContext: { isRedelivery: false },
    ...event,
  };
}

export function textEvent(userId: string, text: string): ReturnType<typeof webhookEvent> {
  return webhookEvent(userId, { type: 'message', replyToken: 'r', message: { type: 'text', id: '1', text } });
}

/** Posts raw bytes as LINE would, signed with the account's secret unless told otherwise. */
export async function postWebhook(
  relayUrl: string,
  account: string,
  body: string | Buffer,
  options: { readonly signature?: string | null; readonly contentType?: string } = {},
): Promise<number> {
  const bytes = Buffer.from(body);
  const signature =
    options.signature === undefined
      ? createHmac('sha256', channelOf(account).channelSecret).update(bytes).digest('base64')
      : options.signature;
  const response = await fetch(`${relayUrl}/line/webhook/${account}`, {
    method: 'POST',
    headers: {
      'content-type': options.contentType ?? 'application/json; charset=utf-8',
      ...(signature === null ? {} : { 'x-line-signature': signature }),
    },
    body: bytes,
  });
  await response.text();
  return response.status;
}

export async function postEvents(
  relayUrl: string,
  account: string,
  events: readonly unknown[],
): Promise<number> {
  return postWebhook(
    relayUrl,
    account,
    JSON.stringify({ destination: channelOf(account).botUserId, events }),
  );
}

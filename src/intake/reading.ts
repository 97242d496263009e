import { type Account } from '../account/account.directory.js';
import { type SetAsideReason } from '../contract/desk.js';
import { type LineEvent, readWebhookBody } from '../line/webhook-body.js';
import { isEmergencyEventId } from './emergency/emergency-record.js';

/** What a correctly signed body holds. */
export interface Reading {
  readonly events: readonly LineEvent[];
  /** What can't be understood: the whole body, or single events of it. */
  readonly aside: readonly { readonly reason: SetAsideReason; readonly bytes: Buffer }[];
}

/** Events in which somebody says or does something: whoever it was must be known. */
const personalEvents = new Set(['message', 'postback', 'unsend', 'follow', 'unfollow']);

/** Reads a correctly signed body. It never throws, and leaves nothing out. */
export function readBody(account: Account, body: Buffer): Reading {
  const webhook = readWebhookBody(body);
  if (webhook.kind !== 'events') return { events: [], aside: [{ reason: webhook.kind, bytes: body }] };
  if (account.botUserId !== null && webhook.destination !== account.botUserId)
    return { events: [], aside: [{ reason: 'other-destination', bytes: body }] };
  // Ids like those of our own entries are none of LINE's.
  const foreign = webhook.events.filter((event) => isEmergencyEventId(event.webhookEventId));
  const events = webhook.events.filter((event) => !isEmergencyEventId(event.webhookEventId));
  return {
    events: events.filter((event) => !lacksCaller(event)),
    aside: [
      ...[...webhook.odd, ...foreign].map((event) => ({
        reason: 'event-without-id' as const,
        bytes: bytesOf(event),
      })),
      ...events
        .filter(lacksCaller)
        .map((event) => ({ reason: 'event-without-caller' as const, bytes: bytesOf(event) })),
    ],
  };
}

/**
 * Reads again what was set aside, as this version and this account's settings understand it now. What was one event
 * then is read as one.
 */
export function readAgain(account: Account, reason: SetAsideReason, bytes: Buffer): Reading {
  if (reason !== 'event-without-id' && reason !== 'event-without-caller') return readBody(account, bytes);
  const destination = account.botUserId ?? '';
  const body = `{"destination":${JSON.stringify(destination)},"events":[${bytes.toString('utf8')}]}`;
  return readBody(account, Buffer.from(body, 'utf8'));
}

/** The LINE user who caused an event; nobody in groups and rooms, where we answer nothing. */
export function callerAddress(event: LineEvent): string | null {
  return event.source?.type === 'user' ? (event.source.userId ?? null) : null;
}

/** Somebody's event that doesn't say whose: projected, it would vanish without a word. */
function lacksCaller({ type, source }: LineEvent): boolean {
  if (source?.type === 'user') return (source.userId ?? '') === '';
  return personalEvents.has(type) && source?.type !== 'group' && source?.type !== 'room';
}

function bytesOf(event: unknown): Buffer {
  return Buffer.from(JSON.stringify(event), 'utf8');
}

import { type DeliveryReason } from '../contract/message.js';
import { type SendResult, type SentMessage } from '../line/line-result.js';
import { backoffMs } from './backoff.js';

/** A delivery leased to this process. */
export interface LeasedDelivery {
  readonly id: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly callerKeyId: string;
  readonly transport: string;
  readonly requestSealed: Buffer;
  readonly addressSealed: Buffer;
  readonly retryKey: string;
  /** Counted up by the lease, so it names this attempt: an outcome is written only while it is still the newest. */
  readonly attempts: number;
  readonly firstAttemptAt: Date;
  readonly reachable: boolean;
  readonly mode: 'push' | 'reply';
  /** Real time until which the reply token counts as fresh. */
  readonly replyUntil: Date | null;
  /** An earlier attempt ended without an answer, or its process died with it. */
  readonly uncertain: boolean;
  /** Why it waited until now. */
  readonly reason: DeliveryReason | null;
  /** The account's month is used up: a push of it is leased only once it has to be given up. */
  readonly held: boolean;
}

/** LINE's own words and HTTP status. */
export interface LineAnswer {
  readonly status: number;
  readonly message: string;
}

export type Outcome =
  | {
      readonly state: 'accepted';
      readonly requestId: string | null;
      readonly sentMessages: readonly SentMessage[];
    }
  | {
      readonly state: 'failed';
      readonly reason: DeliveryReason;
      readonly requestId?: string | null;
      readonly answer?: LineAnswer | null;
      readonly uncertain?: boolean;
    }
  | { readonly state: 'unreachable' }
  | {
      readonly state: 'waiting';
      readonly reason: DeliveryReason | null;
      readonly waitMs: number;
      readonly requestId?: string | null;
      readonly answer?: LineAnswer | null;
      readonly uncertain?: boolean;
      /** How it goes from now on. */
      readonly mode?: 'push';
    }
  /** Not tried: our own rate was used up for the moment. */
  | { readonly state: 'deferred'; readonly waitMs: number };

/** What a push's result means for its delivery. */
export function outcomeOfPush(result: SendResult, attempts: number): Outcome {
  switch (result.outcome) {
    case 'accepted':
      return { state: 'accepted', requestId: result.requestId, sentMessages: result.sentMessages };
    case 'refused':
      return { state: 'failed', reason: result.cause, ...saidOf(result) };
    case 'again':
      return {
        state: 'waiting',
        reason: result.cause,
        waitMs: backoffMs(attempts, Math.random()),
        ...saidOf(result),
      };
  }
}

/**
 * What a reply's result means for its delivery. LINE takes no retry key here, but a token works once, and was fresh:
 * after an attempt without an answer, a token that is refused as spent was spent by that attempt.
 */
export function outcomeOfReply(delivery: LeasedDelivery, result: SendResult): Outcome {
  if (result.outcome !== 'refused' || result.status !== 400) return outcomeOfPush(result, delivery.attempts);
  if (delivery.uncertain && /reply ?token/i.test(result.answer ?? ''))
    return { state: 'accepted', requestId: result.requestId, sentMessages: [] };
  return goOnByPush();
}

/**
 * How a reply goes on that LINE didn't take, or of which nobody knows whether it did: only automatic texts go by reply
 * token, and one that comes twice is better than silence.
 */
export function goOnByPush(): Outcome {
  // As a step of its own: from its commit on, every attempt has the retry key.
  return { state: 'waiting', reason: null, waitMs: 0, mode: 'push' };
}

function saidOf(result: Exclude<SendResult, { outcome: 'accepted' }>) {
  const { requestId, uncertain, status, answer } = result;
  return { requestId, uncertain, answer: status === null ? null : { status, message: answer ?? '' } };
}

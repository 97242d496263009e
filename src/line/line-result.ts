import { HTTPFetchError } from '@line/bot-sdk';
import { TimeLimitError } from './time-limit.js';

/** A message that LINE took. */
export interface SentMessage {
  /** As a string: these ids exceed what a number holds exactly. */
  readonly id: string;
  /** By which it may be quoted; LINE gives none for some kinds. */
  readonly quoteToken?: string;
}

/**
 * What became of a request to send. `again`: it was not refused for good, and may be tried later. `uncertain`: the
 * request left and no answer says what LINE did with it.
 */
export type SendResult =
  | {
      readonly outcome: 'accepted';
      readonly requestId: string | null;
      readonly sentMessages: readonly SentMessage[];
    }
  | {
      readonly outcome: 'again' | 'refused';
      readonly cause:
        'line-unavailable' | 'line-timeout' | 'rate-limited' | 'refused' | 'token-refused' | 'too-large';
      readonly status: number | null;
      readonly requestId: string | null;
      /** LINE's own words, cut to a length that a screen can show; null when it said nothing that can be read. */
      readonly answer: string | null;
      readonly uncertain: boolean;
    };

/** Longest text of LINE's that is kept, in UTF-16 code units. */
const ANSWER_LIMIT = 500;

interface SentBody {
  readonly sentMessages?: readonly { readonly id?: string | number; readonly quoteToken?: string }[];
}

interface ErrorBody {
  readonly message?: unknown;
  readonly details?: unknown;
  readonly error_description?: unknown;
}

/** https://developers.line.biz/en/reference/messaging-api/#send-push-message-response */
export function accepted(requestId: string | null, body: SentBody): SendResult {
  const sentMessages = (body.sentMessages ?? []).map(({ id, quoteToken }) => ({
    id: String(id ?? ''),
    ...(typeof quoteToken === 'string' ? { quoteToken } : {}),
  }));
  return { outcome: 'accepted', requestId, sentMessages };
}

/**
 * What a call that threw says about its request. A 409 means that an earlier try with the same retry key was accepted.
 * https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
 */
export function classify(error: unknown): SendResult {
  const unanswered = { outcome: 'again', status: null, requestId: null, answer: null } as const;
  if (error instanceof TimeLimitError) return { ...unanswered, cause: 'line-timeout', uncertain: true };
  if (!(error instanceof HTTPFetchError))
    return { ...unanswered, cause: 'line-unavailable', uncertain: !neverLeft(error) };
  const { status } = error;
  const requestId = error.headers.get('x-line-request-id');
  if (status === 409) {
    const acceptedAs = error.headers.get('x-line-accepted-request-id') ?? requestId;
    return accepted(acceptedAs, (readBody(error.body) ?? {}) as SentBody);
  }
  const answer = { status, requestId, answer: lineWords(error.body), uncertain: status >= 500 };
  if (status >= 500) return { outcome: 'again', cause: 'line-unavailable', ...answer };
  if (status === 429) return { outcome: 'again', cause: 'rate-limited', ...answer };
  if (status === 401) return { outcome: 'refused', cause: 'token-refused', ...answer };
  if (status === 413) return { outcome: 'refused', cause: 'too-large', ...answer };
  return { outcome: 'refused', cause: 'refused', ...answer };
}

/** Failures before a single byte of the request could leave. */
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

function neverLeft(error: unknown): boolean {
  const cause = (error as { cause?: Coded & { errors?: readonly Coded[] } } | undefined)?.cause;
  // Several addresses were tried: none of them may have been reached.
  const codes = [...(cause?.errors ?? []), ...(cause === undefined ? [] : [cause])]
    .map(({ code }) => code)
    .filter((code) => code !== undefined);
  return codes.length > 0 && codes.every((code) => NEVER_LEFT.has(code));
}

interface Coded {
  readonly code?: string;
}

/** https://developers.line.biz/en/reference/messaging-api/#error-responses */
function lineWords(body: string): string | null {
  const parsed = readBody(body);
  if (parsed === undefined) return null;
  const details = Array.isArray(parsed.details) ? (parsed.details as unknown[]) : [];
  const words = [
    text(parsed.message) ?? text(parsed.error_description),
    ...details.map((detail) => {
      const { message, property } = (detail ?? {}) as { message?: unknown; property?: unknown };
      const named = text(property);
      return named === undefined ? text(message) : `${text(message) ?? ''} (${named})`.trim();
    }),
  ].filter((word) => word !== undefined);
  if (words.length === 0) return null;
  const whole = words.join(' · ');
  return whole.length <= ANSWER_LIMIT ? whole : `${whole.slice(0, ANSWER_LIMIT - 1)}…`;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readBody(body: string): ErrorBody | undefined {
  try {
    const parsed = JSON.parse(body) as unknown;
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

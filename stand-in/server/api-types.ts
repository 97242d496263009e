import type { Channel } from './channel.js';
import type { Endpoint } from './contract.js';
import type { Platform } from './platform.js';

/** One authenticated call of the Messaging API. */
export interface ApiCall {
  readonly platform: Platform;
  readonly channel: Channel;
  readonly requestId: string;
  readonly retryKey: string | undefined;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body?: unknown;
  /** A file instead of JSON. */
  readonly file?: { readonly bytes: Buffer; readonly contentType: string };
}

export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly endpoint: Endpoint;
  readonly handle: (call: ApiCall) => ApiAnswer | Promise<ApiAnswer>;
  /** The caller that the call is about, for faults that hit one caller only. */
  readonly about?: (call: ApiCall) => string | undefined;
}

/** A property of a body that hasn't been validated yet. */
export function property(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value = (body as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}

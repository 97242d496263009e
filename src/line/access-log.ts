import diagnostics from 'node:diagnostics_channel';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { destination, type Logger as Pino, pino } from 'pino';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { maskedPath } from './masked-path.js';

/** A webhook request, as LINE asks for it to be logged. */
export interface WebhookAccess {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly sender: string;
  readonly durationMs: number;
}

/** What Node's own `fetch` tells of each request. https://nodejs.org/api/diagnostics_channel.html */
interface FetchRequest {
  readonly origin: string | URL;
  readonly method: string;
  readonly path: string;
}
interface Started {
  readonly at: number;
  limit: NodeJS.Timeout;
}

/**
 * The log that LINE asks its users to keep, because LINE itself answers no inquiry without it: time, method, endpoint,
 * status and request id of each call, and time, sender, path and status of each webhook request. No contents, and no
 * ids of people or messages. https://developers.line.biz/en/docs/messaging-api/development-guidelines/#save-logs
 *
 * It listens to Node's `fetch`, so that no call to LINE passes it by, whoever makes it.
 */
@Injectable()
export class LineAccessLog implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger(LineAccessLog.name);
  readonly #origins: ReadonlySet<string>;
  readonly #started = new WeakMap<object, Started>();
  readonly #listeners: readonly (readonly [string, (message: unknown) => void])[];
  #stream: ReturnType<typeof destination> | undefined;
  #log: Pino | undefined;
  #failed = false;

  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {
    this.#origins = new Set(
      [environment.LINE_API_BASE_URL, environment.LINE_DATA_API_BASE_URL].map((url) => new URL(url).origin),
    );
    this.#listeners = [
      ['undici:request:create', (message) => this.#begin((message as { request: FetchRequest }).request)],
      ['undici:request:headers', (message) => this.#answered(message as Answered)],
      ['undici:request:error', (message) => this.#end((message as { request: FetchRequest }).request, null)],
    ];
  }

  onModuleInit(): void {
    const target = this.environment.LINE_ACCESS_LOG;
    if (target === 'off') return;
    this.#open(target);
    for (const [name, listener] of this.#listeners) diagnostics.subscribe(name, listener);
  }

  onApplicationShutdown(): void {
    for (const [name, listener] of this.#listeners) diagnostics.unsubscribe(name, listener);
    this.#log = undefined;
    this.#stream?.end();
  }

  webhook({ method, path: url, status, sender, durationMs }: WebhookAccess): void {
    this.#write({ kind: 'webhook', method, path: url, status, sender, durationMs });
  }

  #open(target: string): void {
    try {
      const stream = destination({ dest: target === 'stdout' ? 1 : target, mkdir: true, sync: false });
      // A full disk must not harm a delivery: what can't be written is not written.
      stream.on('error', () => this.#fail());
      this.#stream = stream;
      this.#log = pino(
        { base: undefined, messageKey: 'kind', timestamp: pino.stdTimeFunctions.isoTime },
        stream,
      );
    } catch {
      this.#fail();
    }
  }

  #fail(): void {
    if (!this.#failed) this.#logger.error("alarm: LINE's access log can't be written (LINE_ACCESS_LOG)");
    this.#failed = true;
  }

  #begin(request: FetchRequest): void {
    if (!this.#origins.has(String(request.origin))) return;
    const limit = setTimeout(() => this.#end(request, null), this.environment.LINE_TIMEOUT_MS);
    limit.unref();
    this.#started.set(request, { at: performance.now(), limit });
  }

  #answered({ request, response }: Answered): void {
    this.#end(request, response.statusCode, requestIdOf(response.headers));
  }

  /** @param status null when no answer came within LINE_TIMEOUT_MS, or none at all */
  #end(request: FetchRequest, status: number | null, requestId: string | null = null): void {
    const started = this.#started.get(request);
    if (started === undefined) return;
    this.#started.delete(request);
    clearTimeout(started.limit);
    this.#write({
      kind: 'call',
      method: request.method,
      endpoint: maskedPath(request.path),
      status,
      requestId,
      durationMs: Math.round(performance.now() - started.at),
    });
  }

  #write({ kind, ...entry }: { readonly kind: string } & Record<string, unknown>): void {
    try {
      this.#log?.info(entry, kind);
    } catch {
      this.#fail();
    }
  }
}

interface Answered {
  readonly request: FetchRequest;
  readonly response: { readonly statusCode: number; readonly headers: readonly (Buffer | string)[] };
}

/** The headers come as they came over the wire: names and values by turns. */
function requestIdOf(headers: readonly (Buffer | string)[]): string | null {
  const index = headers.findIndex(
    (header, position) => position % 2 === 0 && header.toString().toLowerCase() === 'x-line-request-id',
  );
  return index === -1 ? null : (headers[index + 1]?.toString() ?? null);
}

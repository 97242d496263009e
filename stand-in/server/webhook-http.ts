import http from 'node:http';
import https from 'node:https';
import type { WebhookFailure } from './contract.js';

export interface PostResult {
  /** 0 when no answer came. */
  readonly status: number;
  readonly durationMs: number;
  readonly error?: WebhookFailure;
  readonly detail?: string;
}

/** Posts webhook bodies over kept-alive connections. */
export class WebhookHttp {
  readonly #http = new http.Agent({ keepAlive: true, maxFreeSockets: 256 });
  readonly #https = new https.Agent({ keepAlive: true, maxFreeSockets: 256 });

  post(url: string, body: Buffer, headers: Record<string, string>, timeoutMs: number): Promise<PostResult> {
    const started = performance.now();
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const finish = (status: number, error?: WebhookFailure, detail?: string) => {
        clearTimeout(timer);
        const durationMs = Math.round((performance.now() - started) * 100) / 100;
        resolve({ status, durationMs, ...(error && { error }), ...(detail && { detail }) });
      };
      let request: http.ClientRequest;
      try {
        request = this.#open(url, { ...headers, 'content-length': String(body.length) });
      } catch (error) {
        finish(0, 'unclassified', error instanceof Error ? error.message : String(error));
        return;
      }
      timer = setTimeout(() => {
        finish(0, 'request_timeout', `no answer within ${timeoutMs} ms`);
        request.destroy();
      }, timeoutMs);
      request.on('response', (response) => {
        const status = response.statusCode ?? 0;
        response.on('error', (error) => finish(0, 'unclassified', error.message));
        response.on('end', () => finish(status, isSuccess(status) ? undefined : 'error_status_code'));
        response.resume();
      });
      request.on('error', (error: NodeJS.ErrnoException) =>
        finish(0, classify(error), error.message || error.code),
      );
      request.end(body);
    });
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  #open(url: string, headers: Record<string, string>): http.ClientRequest {
    const options = { method: 'POST', headers };
    return url.startsWith('https:')
      ? https.request(url, { ...options, agent: this.#https })
      : http.request(url, { ...options, agent: this.#http });
  }
}

/** "Any other status than 20x" counts as failed. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status <= 209;
}

function classify(error: NodeJS.ErrnoException): WebhookFailure {
  const connecting = ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ETIMEDOUT'];
  return connecting.includes(error.code ?? '') ? 'could_not_connect' : 'unclassified';
}

import { type z } from 'zod';
import { type ErrorBody, type ErrorCode, errorBody, errorBodySchema } from '../contract.js';

export class ApiError extends Error {
  readonly code: ErrorCode;

  /** `status` is 0 when no answer came at all. */
  constructor(
    readonly status: number,
    readonly detail: ErrorBody['error'],
  ) {
    // The code only: an error may end up in a log, and texts may hold names.
    super(detail.code);
    this.code = detail.code;
  }
}

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
}

/** A network that is gone swallows a request without a word: after this long, nothing answered. */
const patienceMs = 30_000;

async function send(path: string, { method = 'GET', body, signal }: RequestOptions): Promise<Response> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), patienceMs);
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal]),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, errorBody('unavailable').error);
  } finally {
    clearTimeout(timer);
  }
}

async function refusal(response: Response): Promise<ApiError> {
  const parsed = errorBodySchema.safeParse(await response.json().catch(() => null));
  if (parsed.success) return new ApiError(response.status, parsed.data.error);
  // Something between us and the server answered, for example a proxy while the server restarts.
  const code = response.status === 502 || response.status === 503 || response.status === 504;
  return new ApiError(response.status, errorBody(code ? 'unavailable' : 'internal').error);
}

export async function request<T>(
  schema: z.ZodType<T>,
  path: string,
  options: RequestOptions = {},
): Promise<T> {
  const response = await send(path, options);
  if (!response.ok) throw await refusal(response);
  const parsed = schema.safeParse(await response.json().catch(() => null));
  if (!parsed.success) throw new ApiError(response.status, errorBody('internal').error);
  return parsed.data;
}

export async function requestNothing(path: string, options: RequestOptions): Promise<void> {
  const response = await send(path, options);
  if (!response.ok) throw await refusal(response);
}

/** A file that the browser is to keep, with the name that the server gives it. One that breaks off is an error. */
export async function requestFile(
  path: string,
  options: RequestOptions,
): Promise<{ readonly blob: Blob; readonly name: string }> {
  const response = await send(path, options);
  if (!response.ok) throw await refusal(response);
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'file';
  const blob = await response.blob().catch(() => null);
  if (blob === null) throw new ApiError(0, errorBody('unavailable').error);
  return { blob, name };
}

/** Worth asking again by itself: nothing answered, or the server was in trouble. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500);
}

export function isSignInRequired(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'sign_in_required';
}

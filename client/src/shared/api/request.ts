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

async function send(path: string, { method = 'GET', body, signal }: RequestOptions): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, errorBody('unavailable').error);
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

/** Worth asking again by itself: nothing answered, or the server was in trouble. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500);
}

export function isSignInRequired(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'sign_in_required';
}

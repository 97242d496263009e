export interface ErrorDetail {
  message: string;
  property: string;
}

/**
 * An answer other than 2xx of the platform's API.
 * @see https://developers.line.biz/en/reference/messaging-api/#error-responses
 */
export class LineApiError extends Error {
  override readonly name = 'LineApiError';
  readonly status: number;
  readonly details: readonly ErrorDetail[];
  readonly extra: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    more: {
      details?: readonly ErrorDetail[];
      extra?: Record<string, unknown>;
      headers?: Record<string, string>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.details = more.details ?? [];
    this.extra = more.extra ?? {};
    this.headers = more.headers ?? {};
  }

  /** An empty list of details is left out, as the platform does. */
  body(): Record<string, unknown> {
    return {
      message: this.message,
      ...(this.details.length > 0 ? { details: this.details } : {}),
      ...this.extra,
    };
  }
}

/** A control call that can't be done, such as a message from a caller that doesn't exist. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const tooManyRequests = 'The API rate limit has been exceeded. Try again later.';
export const monthlyLimit = 'You have reached your monthly limit.';

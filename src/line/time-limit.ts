/** A call to LINE that gave no answer in time: whether LINE acted on it is unknown. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

/**
 * Gives up waiting after `limitMs`. The SDK's bare `fetch` takes no abort signal, so the connection itself ends on its
 * own later; what counts is that nobody waits for it.
 */
export async function withTimeLimit<Result>(call: Promise<Result>, limitMs: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeLimitError(`no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([call, limit]);
  } finally {
    clearTimeout(timer);
  }
}

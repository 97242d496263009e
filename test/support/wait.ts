/** Waits until `probe` gives a value, looking again and again; fails with what it saw last. Never sleeps for luck. */
export async function eventually<Value>(
  probe: () => Promise<Value | undefined> | Value | undefined,
  what = 'the condition',
  timeoutMs = 30_000,
): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  let failure: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined && value !== false) return value;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > deadline) {
      const why = failure instanceof Error ? `: ${failure.message}` : '';
      throw new Error(`${what} did not come true within ${timeoutMs} ms${why}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

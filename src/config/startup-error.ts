/**
 * A start-up that cannot go on, said in one clear message. `variable` names the setting to change, so that an operator
 * reads what to do and not a stack trace.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';

  constructor(
    readonly variable: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

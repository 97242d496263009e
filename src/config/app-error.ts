import { type ErrorCode, errorCatalogue, type ErrorParameters, errorText } from '../contract/error.js';

/** An error of the catalogue, on its way out. Its English text is for logs, so parameters must never hold words. */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: ErrorCode,
    readonly parameters: ErrorParameters = {},
    /** The input at fault, as a dotted path. */
    readonly field?: string,
  ) {
    super(errorText(code, 'en', parameters));
  }

  get status(): number {
    return errorCatalogue[this.code].status;
  }
}

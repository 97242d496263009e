import { errorText } from '../contract.js';
import { type Language } from '../i18n/i18n.js';
import { ApiError } from './request.js';

/** What went wrong, in the language of the screen. */
export function errorMessage(error: unknown, language: Language): string {
  return error instanceof ApiError ? error.detail.message[language] : errorText('internal', language);
}

import { type TFunction } from 'i18next';
import { type BilingualText, type ErrorBody } from '../contract.js';

/** What a counselor reads of a refusal: the catalogue's text, but where that is made for whoever uses the interface. */
export function errorMessage(
  { code, message }: ErrorBody['error'],
  language: keyof BilingualText,
  t: TFunction,
): string {
  // The catalogue's text promises another attempt, which the console leaves to the person.
  if (code === 'unavailable') return t('common.offline');
  // It names the field as the interface calls it.
  if (code === 'invalid_field') return t('common.invalidField');
  return message[language];
}

import { useTranslation } from 'react-i18next';
import { errorText } from '../contract.js';
import { useLanguage } from '../i18n/use-language.js';
import { ApiError } from './request.js';

/** What went wrong, in the language of the screen. */
export function useErrorMessage(): (error: unknown) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return (error) => {
    if (!(error instanceof ApiError)) return errorText('internal', language);
    // The catalogue's text promises another attempt, which the console leaves to the person.
    return error.code === 'unavailable' ? t('common.offline') : error.detail.message[language];
  };
}

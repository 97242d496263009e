import { useTranslation } from 'react-i18next';
import { errorText } from '../contract.js';
import { useLanguage } from '../i18n/use-language.js';
import { PasskeyError } from '../passkey/passkey-error.js';
import { errorMessage } from './error-message.js';
import { ApiError } from './request.js';

/** What went wrong, in the language of the screen. */
export function useErrorMessage(): (error: unknown) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return (error) => {
    if (error instanceof PasskeyError) return t(`passkey.trouble.${error.trouble}`);
    if (!(error instanceof ApiError)) return errorText('internal', language);
    return errorMessage(error.detail, language, t);
  };
}

import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../../shared/api/request.js';
import { useErrorMessage } from '../../../shared/api/use-error-message.js';
import { Notice } from '../../../shared/ui/notice.js';

/** Why the server refused it: the one field that its clock may see otherwise than ours is named. */
export function OverrideError({ error }: { error: Error }): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const isUntil = error instanceof ApiError && error.detail.field === 'until';
  return (
    <Notice tone="danger" role="alert" icon="alert">
      {isUntil ? t('hours.override.untilPast') : errorMessage(error)}
    </Notice>
  );
}

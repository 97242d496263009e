import { type JSX, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../api/use-error-message.js';
import { Button } from './button.js';
import { Icon } from './icon.js';
import { Notice } from './notice.js';

/** Stands above a list, because the row it is about has usually left it. Each attempt can be dismissed. */
export function RefusalNotice({
  error,
  attempt,
}: {
  error: Error | null;
  attempt: number;
}): JSX.Element | null {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const [dismissed, setDismissed] = useState(0);
  if (error === null || dismissed === attempt) return null;
  return (
    <Notice
      tone="amber"
      role="alert"
      action={
        <Button
          look="plain"
          size="icon"
          aria-label={t('lists.dismiss')}
          onPress={() => setDismissed(attempt)}
        >
          <Icon name="close" size={16} />
        </Button>
      }
    >
      {errorMessage(error)}
    </Notice>
  );
}

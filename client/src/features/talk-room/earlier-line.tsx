import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../../shared/api/use-error-message.js';
import { Button } from '../../shared/ui/button.js';
import styles from './message-list.module.css';
import { type Earlier } from './use-earlier.js';

/** Above the first row: more was said before. */
export function EarlierLine({ earlier }: { earlier: Earlier }): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  const { isLoading, error, retry } = earlier;
  return (
    <div className={styles.earlier}>
      {error !== null && (
        <span className={styles.failed} role="alert">
          {errorMessage(error)}
        </span>
      )}
      <Button size="small" look="plain" isPending={isLoading} onPress={retry}>
        {t(isLoading ? 'history.loading' : 'history.earlier')}
      </Button>
    </div>
  );
}

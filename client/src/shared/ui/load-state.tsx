import { type UseQueryResult } from '@tanstack/react-query';
import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorMessage } from '../api/use-error-message.js';
import { Button } from './button.js';
import { EmptyState } from './empty-state.js';
import styles from './load-state.module.css';

interface LoadStateProps {
  query: Pick<UseQueryResult, 'error' | 'refetch'>;
}

/** What stands in place of something that isn't there yet: still shapes first, or what went wrong. */
export function LoadState({ query }: LoadStateProps): JSX.Element {
  const { t } = useTranslation();
  const errorMessage = useErrorMessage();
  if (query.error !== null) {
    return (
      <EmptyState
        role="alert"
        title={t('common.loadFailed')}
        detail={errorMessage(query.error)}
        action={<Button onPress={() => void query.refetch()}>{t('common.retry')}</Button>}
      />
    );
  }
  return (
    <div className={styles.shapes} role="status">
      <span className="visually-hidden">{t('common.loading')}</span>
      <span className={styles.shape} />
      <span className={styles.shape} />
      <span className={styles.shape} />
    </div>
  );
}

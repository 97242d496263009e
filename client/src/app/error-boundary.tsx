import { Component, type JSX, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../shared/ui/button.js';
import { EmptyState } from '../shared/ui/empty-state.js';

interface ErrorBoundaryState {
  readonly hasFailed: boolean;
}

/** A mistake of ours must not leave a counselor before a blank page. */
export class ErrorBoundary extends Component<{ children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { hasFailed: false };

  static getDerivedStateFromError(): ErrorBoundaryState {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <Crashed /> : this.props.children;
  }
}

function Crashed(): JSX.Element {
  const { t } = useTranslation();
  return (
    <EmptyState
      role="alert"
      title={t('common.crashed')}
      detail={t('common.crashedDetail')}
      action={
        <Button look="primary" onPress={() => window.location.reload()}>
          {t('common.reload')}
        </Button>
      }
    />
  );
}

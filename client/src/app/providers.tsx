import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type JSX, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { useLanguage } from '../shared/i18n/use-language.js';
import { ErrorBoundary } from './error-boundary.js';

const locales = { ja: 'ja-JP', en: 'en-GB' } as const;

interface ProvidersProps {
  queryClient: QueryClient;
  children: ReactNode;
}

export function Providers({ queryClient, children }: ProvidersProps): JSX.Element {
  const language = useLanguage();
  return (
    <I18nProvider locale={locales[language]}>
      <QueryClientProvider client={queryClient}>
        <ErrorBoundary>{children}</ErrorBoundary>
      </QueryClientProvider>
    </I18nProvider>
  );
}

import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { type SessionView } from '../shared/contract.js';
import { Link } from '../shared/navigation/link.js';
import { EmptyState } from '../shared/ui/empty-state.js';
import { firstScreen } from './first-screen.js';

/** It leads to where the person begins: not everybody has a desk. */
export function NotFoundScreen({ session }: { session: SessionView }): JSX.Element {
  const { t } = useTranslation();
  const { path, name } = firstScreen(session);
  return (
    <main>
      <EmptyState
        title={t('common.notFound')}
        action={<Link href={path}>{t('common.toScreen', { name: t(name) })}</Link>}
      />
    </main>
  );
}

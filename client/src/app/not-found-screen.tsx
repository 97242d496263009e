import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from '../shared/navigation/link.js';
import { paths } from '../shared/navigation/location.js';
import { EmptyState } from '../shared/ui/empty-state.js';

export function NotFoundScreen(): JSX.Element {
  const { t } = useTranslation();
  return (
    <main>
      <EmptyState title={t('common.notFound')} action={<Link href={paths.desk}>{t('common.toDesk')}</Link>} />
    </main>
  );
}

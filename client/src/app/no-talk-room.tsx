import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../shared/ui/empty-state.js';

export function NoTalkRoom(): JSX.Element {
  const { t } = useTranslation();
  return <EmptyState title={t('talk.none')} detail={t('talk.noneDetail')} />;
}

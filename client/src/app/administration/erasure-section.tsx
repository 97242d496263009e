import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { ErasureList } from '../../features/erasure/erasure-list.js';
import { SectionPage } from './section-page.js';

export function ErasureSection(): JSX.Element {
  const { t } = useTranslation();
  return (
    <SectionPage heading={t('erasure.heading')}>
      <ErasureList />
    </SectionPage>
  );
}

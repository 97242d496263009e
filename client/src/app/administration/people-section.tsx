import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccounts } from '../../features/accounts/api/accounts.js';
import { PeopleList } from '../../features/people/people-list.js';
import { SectionPage } from './section-page.js';
import { type SectionProps } from '../section-frame.js';

export function PeopleSection({ session }: SectionProps): JSX.Element {
  const { t } = useTranslation();
  const accounts = useAccounts().data?.accounts ?? [];
  return (
    <SectionPage heading={t('people.heading')}>
      <PeopleList staffId={session.staff.id} accounts={accounts} />
    </SectionPage>
  );
}

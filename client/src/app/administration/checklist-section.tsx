import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountPage } from '../../features/contents/account-page.js';
import { ChecklistEditor } from '../../features/contents/checklist/checklist-editor.js';
import { ChecklistPreview } from '../../features/emergency/checklist-preview.js';
import { paths, useAccountInAddress } from '../../shared/navigation/location.js';
import { SectionPage } from './section-page.js';

export function ChecklistSection(): JSX.Element {
  const { t } = useTranslation();
  const accountId = useAccountInAddress();
  return (
    <SectionPage heading={t('checklist.heading')}>
      <AccountPage
        accountId={accountId}
        addressOfAccount={(id) => `${paths.checklist}?account=${encodeURIComponent(id)}`}
      >
        {(account) => <ChecklistEditor key={account.id} account={account} Preview={ChecklistPreview} />}
      </AccountPage>
    </SectionPage>
  );
}

import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountPage } from '../../features/contents/account-page.js';
import { CategoriesEditor } from '../../features/contents/categories-editor.js';
import { HoursEditor } from '../../features/contents/hours/hours-editor.js';
import { PhonesEditor } from '../../features/contents/phones-editor.js';
import { CannedEditor } from '../../features/contents/texts/canned-editor.js';
import { TextsEditor } from '../../features/contents/texts/texts-editor.js';
import { type Path, paths, useAccountInAddress } from '../../shared/navigation/location.js';
import { SectionPage } from './section-page.js';

const addressIn =
  (path: Path) =>
  (accountId: string): string =>
    `${path}?account=${encodeURIComponent(accountId)}`;

export function HoursSection(): JSX.Element {
  const { t } = useTranslation();
  const accountId = useAccountInAddress();
  return (
    <SectionPage heading={t('contents.hours.heading')}>
      <AccountPage accountId={accountId} addressOfAccount={addressIn(paths.editHours)}>
        {(account) => <HoursEditor key={account.id} account={account} />}
      </AccountPage>
    </SectionPage>
  );
}

export function TextsSection(): JSX.Element {
  const { t } = useTranslation();
  const accountId = useAccountInAddress();
  return (
    <SectionPage heading={t('contents.texts.heading')}>
      <AccountPage accountId={accountId} addressOfAccount={addressIn(paths.texts)}>
        {(account) => <TextsEditor key={account.id} account={account} />}
      </AccountPage>
    </SectionPage>
  );
}

export function CannedSection(): JSX.Element {
  const { t } = useTranslation();
  const accountId = useAccountInAddress();
  return (
    <SectionPage heading={t('contents.canned.heading')}>
      <AccountPage
        accountId={accountId}
        addressOfAccount={addressIn(paths.cannedTexts)}
        common={{ id: '*', name: t('contents.canned.common') }}
      >
        {(account, _accounts, isCommon) => <CannedEditor account={account} isCommon={isCommon} />}
      </AccountPage>
    </SectionPage>
  );
}

export function PhonesSection(): JSX.Element {
  const { t } = useTranslation();
  return (
    <SectionPage heading={t('contents.phones.heading')}>
      <PhonesEditor />
    </SectionPage>
  );
}

export function CategoriesSection(): JSX.Element {
  const { t } = useTranslation();
  const accountId = useAccountInAddress();
  return (
    <SectionPage heading={t('contents.categories.heading')}>
      <AccountPage accountId={accountId} addressOfAccount={addressIn(paths.categories)}>
        {(account) => <CategoriesEditor key={account.id} account={account} />}
      </AccountPage>
    </SectionPage>
  );
}

import { type JSX, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Trace } from '../../features/audit/trace.js';
import { addressOfFilter, readFilter } from '../../features/audit/filter.js';
import { Ledger } from '../../features/disclosures/ledger.js';
import { RecordButton } from '../../features/disclosures/record-dialog.js';
import { Report } from '../../features/disclosures/report.js';
import { UnusualList } from '../../features/audit/unusual-list.js';
import { navigate, paths, usePath, useSearch } from '../../shared/navigation/location.js';
import { SectionPage } from '../administration/section-page.js';
import { type Section, SectionFrame, type SectionProps } from '../section-frame.js';

const sections: readonly Section[] = [
  { path: paths.audit, name: 'audit.heading', Screen: TraceSection },
  { path: paths.unusual, name: 'audit.unusual', Screen: UnusualSection },
  { path: paths.disclosures, name: 'disclosure.heading', Screen: LedgerSection },
  { path: paths.transparency, name: 'disclosure.report', Screen: ReportSection },
];

/** What auditors look at. */
export function AuditScreen({ session }: SectionProps): JSX.Element {
  const { t } = useTranslation();
  const path = usePath();
  return <SectionFrame label={t('audit.navigation')} sections={sections} path={path} session={session} />;
}

function TraceSection(): JSX.Element {
  const { t } = useTranslation();
  const search = useSearch();
  const filter = useMemo(() => readFilter(search), [search]);
  return (
    <SectionPage heading={t('audit.heading')}>
      <Trace filter={filter} onFilter={(next) => navigate(addressOfFilter(paths.audit, next))} />
    </SectionPage>
  );
}

function UnusualSection(): JSX.Element {
  const { t } = useTranslation();
  return (
    <SectionPage heading={t('audit.unusual')}>
      <UnusualList />
    </SectionPage>
  );
}

function LedgerSection({ session }: SectionProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <SectionPage heading={t('disclosure.heading')} action={session.staff.administrator && <RecordButton />}>
      <Ledger staffId={session.staff.id} mayDecide={session.staff.administrator} />
    </SectionPage>
  );
}

function ReportSection(): JSX.Element {
  const { t } = useTranslation();
  return (
    <SectionPage heading={t('disclosure.report')}>
      <Report />
    </SectionPage>
  );
}

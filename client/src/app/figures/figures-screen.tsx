import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { Report } from '../../features/disclosures/report.js';
import { MonthFigures } from '../../features/figures/month-figures.js';
import { paths, usePath } from '../../shared/navigation/location.js';
import { SectionPage } from '../administration/section-page.js';
import { type Section, SectionFrame, type SectionProps } from '../section-frame.js';

const sections: readonly Section[] = [
  { path: paths.figures, name: 'figures.heading', Screen: FiguresSection },
  { path: paths.publicReport, name: 'disclosure.report', Screen: ReportSection },
];

/** What the commissioning body looks at. */
export function FiguresScreen({ session }: SectionProps): JSX.Element {
  const { t } = useTranslation();
  const path = usePath();
  // Whoever begins here comes by the address of a desk that they don't have.
  const shown = sections.some((section) => section.path === path) ? path : paths.figures;
  return <SectionFrame label={t('figures.navigation')} sections={sections} path={shown} session={session} />;
}

function FiguresSection(): JSX.Element {
  const { t } = useTranslation();
  return (
    <SectionPage heading={t('figures.heading')}>
      <MonthFigures />
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

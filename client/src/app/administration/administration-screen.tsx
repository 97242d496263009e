import { type JSX } from 'react';
import { useTranslation } from 'react-i18next';
import { paths, usePath } from '../../shared/navigation/location.js';
import { SectionFrame, type SectionProps } from '../section-frame.js';
import { sections } from './sections.js';

/** Everything that administrators look after. Who has no desk begins here. */
export function AdministrationScreen({ session }: SectionProps): JSX.Element {
  const { t } = useTranslation();
  const path = usePath();
  return (
    <SectionFrame
      label={t('administration.navigation')}
      sections={sections}
      path={path.startsWith(paths.administration) ? path : paths.administration}
      session={session}
    />
  );
}

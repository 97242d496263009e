import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { paths, usePath } from '../shared/navigation/location.js';
import { useDesk } from '../shared/live/use-desk.js';
import { useRung } from '../shared/sound/use-ringing.js';

const screens: Partial<
  Record<string, 'header.board' | 'header.desk' | 'header.hours' | 'security.heading' | 'people.heading'>
> = {
  [paths.board]: 'header.board',
  [paths.hours]: 'header.hours',
  [paths.security]: 'security.heading',
  [paths.people]: 'people.heading',
};

/** For whoever looks at another tab: what rings, and how many of the callers' messages no console has shown yet. */
export function PageTitle(): null {
  const { t } = useTranslation();
  const { data: desk } = useDesk();
  const screen = t(screens[usePath()] ?? 'header.desk');
  const unseen = desk?.mine.reduce((sum, ticket) => sum + ticket.unseenCount, 0) ?? 0;
  const rung = useRung()
    .map((kind) => `${t(`sound.title.${kind}`)} `)
    .join('');
  const title = `${rung}${unseen > 0 ? `(${unseen}) ` : ''}${screen} – ${t('product.mark')} ${t('product.name')}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}

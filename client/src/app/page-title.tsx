import { useTranslation } from 'react-i18next';
import { unsentIn, useAllOutgoing } from '../features/talk-room/outgoing.js';
import { type SessionView } from '../shared/contract.js';
import { useLive } from '../shared/live/live-context.js';
import { useIsEnding } from '../shared/live/use-session-idle.js';
import { usePath } from '../shared/navigation/location.js';
import { useDesk } from '../shared/live/use-desk.js';
import { useRung } from '../shared/sound/use-ringing.js';
import { screenAt } from './screens.js';
import { useTitle } from './use-title.js';

/** For whoever looks at another tab: what rings, that the session is about to end, and how much has not reached whom. */
export function PageTitle({ session }: { session: SessionView }): null {
  const { t } = useTranslation();
  const { data: desk } = useDesk();
  const screen = t(screenAt(usePath(), session)?.name ?? 'header.desk');
  const unseen = desk?.mine.reduce((sum, ticket) => sum + ticket.unseenCount, 0) ?? 0;
  const undelivered =
    unsentIn(useAllOutgoing(session.staff.id)) +
    (desk?.mine.reduce((sum, ticket) => sum + ticket.undeliveredCount, 0) ?? 0);
  const failed = undelivered > 0 ? `${t('undelivered.title', { count: undelivered })} ` : '';
  const rung = useRung()
    .map((kind) => `${t(`sound.title.${kind}`)} `)
    .join('');
  const ending = useIsEnding(useLive().idle) ? `${t('sound.title.ending')} ` : '';
  useTitle(`${rung}${ending}${failed}${unseen > 0 ? `(${unseen}) ` : ''}${screen}`);
  return null;
}

import { type JSX, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGlasses } from '../features/break-glass/api/glasses.js';
import { GlassStrips } from '../features/break-glass/glass-strips.js';
import { PastTalk } from '../features/talk-room/past-talk.js';
import { type AccountView, type SessionView } from '../shared/contract.js';
import { useCommands } from '../shared/commands/use-commands.js';
import { useDesk } from '../shared/live/use-desk.js';
import { breakGlassCommand } from './break-glass-command.js';

const GlassDialog = lazy(async () => ({
  default: (await import('../features/break-glass/glass-dialog.js')).GlassDialog,
}));

/** Supervisors read everything of an account; whoever else works in it can in need read what isn't theirs. */
function mayBreakGlass(session: SessionView, accountId: string): boolean {
  return session.memberships.some(
    (membership) => membership.accountId === accountId && membership.role !== 'supervisor',
  );
}

/** Reading what isn't one's own: asking for it, reading it, and knowing that somebody does. */
export function GlassAccess({ session }: { session: SessionView }): JSX.Element {
  const { t } = useTranslation();
  const { data: desk } = useDesk();
  const glasses = useGlasses();
  const [isAsked, setIsAsked] = useState(false);
  const [readId, setReadId] = useState<string | null>(null);
  const accounts = (desk?.accounts ?? []).filter(({ id }: AccountView) => mayBreakGlass(session, id));
  useCommands(
    accounts.length === 0
      ? []
      : [
          {
            id: breakGlassCommand,
            group: 'tickets',
            name: t('glass.command'),
            words: t('glass.commandWords'),
            icon: 'eye',
            run: () => setIsAsked(true),
          },
        ],
  );
  // When it is over, the words go from the screen.
  const read = glasses.data?.glasses.find(({ isOwn, ticketId }) => isOwn && ticketId === readId);
  return (
    <>
      <GlassStrips session={session} onRead={setReadId} />
      {isAsked && (
        <Suspense>
          <GlassDialog
            accounts={accounts}
            onOpened={(ticketId) => {
              setIsAsked(false);
              setReadId(ticketId);
            }}
            onClose={() => setIsAsked(false)}
          />
        </Suspense>
      )}
      {read !== undefined && (
        <PastTalk ticketId={read.ticketId} staffId={session.staff.id} onClose={() => setReadId(null)} />
      )}
    </>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { type JSX, lazy, Suspense, useEffect, useState } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useTranslation } from 'react-i18next';
import { hasDesk, isSupervisor, looksAfterHours } from '../features/session/api/get-session.js';
import { PresenceMenu } from '../features/presence/presence-menu.js';
import { useSignOut } from '../features/session/api/sign-out.js';
import { SoundSettingsMenu } from '../features/sound-settings/sound-settings-menu.js';
import { ApiError } from '../shared/api/request.js';
import { type SessionView } from '../shared/contract.js';
import { Link } from '../shared/navigation/link.js';
import { paths, usePath, useTicketInAddress } from '../shared/navigation/location.js';
import { Button } from '../shared/ui/button.js';
import { Icon } from '../shared/ui/icon.js';
import { LampMark } from '../shared/ui/lamp-mark.js';
import { roomy, useMedia, wide } from '../shared/ui/use-media.js';
import { AccountChips } from './account-chips.js';
import { endSession } from './end-session.js';
import styles from './header.module.css';
import { LanguageSwitch } from './language-switch.js';
import { SignOutDialog } from './sign-out-dialog.js';

// Only a demo has it.
const DemoClock = lazy(async () => ({
  default: (await import('../features/demo-clock/demo-clock.js')).DemoClock,
}));

export function Header({ session }: { session: SessionView }): JSX.Element {
  const { t } = useTranslation();
  const isWide = useMedia(wide);
  const isRoomy = useMedia(roomy);
  const isTalking = useTicketInAddress() !== null;
  const leaving = useLeaving();
  return (
    <header className={styles.header} data-talking={isTalking}>
      <div className={styles.bar}>
        <Link href={paths.desk} className={styles.brand}>
          <LampMark size={30} />
          <span className={styles.name}>{t('product.name')}</span>
        </Link>
        {looksAfterHours(session) && <Tabs session={session} />}
        {isWide && hasDesk(session) && <AccountChips />}
        <div className={styles.end}>
          {hasDesk(session) && <SoundSettingsMenu />}
          {session.demo && (
            <Suspense>
              <DemoClock />
            </Suspense>
          )}
          {hasDesk(session) && (
            <PresenceMenu name={t('header.signedInAs', { name: session.staff.displayName })} />
          )}
          {isRoomy ? (
            <Personal session={session} leaving={leaving} isInBar />
          ) : (
            <PersonalMenu session={session} leaving={leaving} />
          )}
        </div>
      </div>
      {hasDesk(session) && (
        <SignOutDialog
          staffId={session.staff.id}
          isOpen={leaving.isRefused}
          onOpenChange={leaving.setIsRefused}
          onEmpty={leaving.leave}
        />
      )}
      {!isWide && hasDesk(session) && <AccountChips />}
    </header>
  );
}

function Tabs({ session }: { session: SessionView }): JSX.Element {
  const { t } = useTranslation();
  const path = usePath();
  const tab = (to: string, name: string): JSX.Element => (
    <Link href={to} className={styles.tab} aria-current={path === to ? 'page' : undefined}>
      {name}
    </Link>
  );
  return (
    <nav className={styles.tabs} aria-label={t('header.navigation')}>
      {tab(paths.desk, hasDesk(session) ? t('header.desk') : t('header.administration'))}
      {isSupervisor(session) && tab(paths.board, t('header.board'))}
      {tab(paths.hours, t('header.hours'))}
      {session.staff.administrator && tab(paths.people, t('people.heading'))}
    </nav>
  );
}

interface Leaving {
  readonly leave: () => void;
  readonly isPending: boolean;
  /** Callers are still in their hands. */
  readonly isRefused: boolean;
  readonly setIsRefused: (isRefused: boolean) => void;
}

function useLeaving(): Leaving {
  const queryClient = useQueryClient();
  const signOut = useSignOut(() => endSession(queryClient, 'signed-out'));
  const [isRefused, setIsRefused] = useState(false);
  const leave = (): void =>
    signOut.mutate(undefined, {
      onError: (error) => setIsRefused(error instanceof ApiError && error.code === 'tickets_in_hand'),
    });
  return { leave, isPending: signOut.isPending, isRefused, setIsRefused };
}

interface PersonalProps {
  session: SessionView;
  leaving: Leaving;
  isInBar?: boolean;
}

function Personal({ session, leaving, isInBar = false }: PersonalProps): JSX.Element {
  const { t } = useTranslation();
  return (
    <>
      <LanguageSwitch />
      <Link
        href={paths.security}
        className={styles.person}
        title={t('security.heading')}
        aria-label={t('security.link', { name: session.staff.displayName })}
      >
        <Icon name="person" size={16} />
        {/* In the bar the name stands with what they say of themselves. */}
        {!(isInBar && hasDesk(session)) && (
          <span>
            {t(isInBar ? 'header.signedInAs' : 'security.link', { name: session.staff.displayName })}
          </span>
        )}
      </Link>
      <Button look="plain" size="small" onPress={leaving.leave} isPending={leaving.isPending}>
        {t('session.signOut')}
      </Button>
    </>
  );
}

function PersonalMenu({ session, leaving }: PersonalProps): JSX.Element {
  const { t } = useTranslation();
  const path = usePath();
  const [isOpen, setIsOpen] = useState(false);
  // Whoever went somewhere by it is done with it.
  useEffect(() => setIsOpen(false), [path]);
  // A refusal is a dialog of its own, which this would cover.
  const leave = (): void => {
    setIsOpen(false);
    leaving.leave();
  };
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
      <Button look="plain" size="icon" aria-label={t('header.menu')}>
        <Icon name="menu" size={20} />
      </Button>
      <Popover className={styles.popover ?? ''} placement="bottom end">
        <Dialog className={styles.menu ?? ''} aria-label={t('header.menu')}>
          <Personal session={session} leaving={{ ...leaving, leave }} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

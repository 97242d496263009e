import { useQueryClient } from '@tanstack/react-query';
import { type JSX, lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useTranslation } from 'react-i18next';
import { hasDesk } from '../features/session/api/get-session.js';
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
import { useChosenInSight } from '../shared/ui/use-chosen-in-sight.js';
import { narrow, roomy, useMedia, wide } from '../shared/ui/use-media.js';
import { AccountChips } from './account-chips.js';
import { endSession } from './end-session.js';
import styles from './header.module.css';
import { LanguageSwitch } from './language-switch.js';
import { OwnCommands } from './own-commands.js';
import { PaletteButton } from './palette-button.js';
import { screenAt, screensFor } from './screens.js';
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
  const bar = useRef<HTMLDivElement>(null);
  const [fits, setFits] = useState(true);
  const isInBar = isWide && fits;
  const chips = hasDesk(session) && <AccountChips bar={bar} onFits={setFits} />;
  return (
    <header className={styles.header} data-talking={isTalking}>
      <div ref={bar} className={styles.bar} data-bar>
        <Link href={paths.desk} className={styles.brand} aria-label={t('product.name')}>
          <LampMark size={30} />
          <span className={styles.name}>{t('product.name')}</span>
        </Link>
        <Tabs session={session} />
        {isInBar && chips}
        <div className={styles.end}>
          <PaletteButton />
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
      <OwnCommands session={session} onSignOut={leaving.leave} />
      {hasDesk(session) && (
        <SignOutDialog
          staffId={session.staff.id}
          isOpen={leaving.isRefused}
          onOpenChange={leaving.setIsRefused}
          onEmpty={leaving.leave}
        />
      )}
      {!isInBar && chips}
    </header>
  );
}

function Tabs({ session }: { session: SessionView }): JSX.Element {
  const { t } = useTranslation();
  const isNarrow = useMedia(narrow);
  const isRoomy = useMedia(roomy);
  // Where there is no room for them among the tabs, they stand in the menu.
  const inMenu = (path: string): boolean =>
    (isNarrow && path === paths.shift) || (!isRoomy && path === paths.search);
  const here = screenAt(usePath(), session);
  const row = useChosenInSight<HTMLElement>(here?.path ?? '');
  return (
    <nav ref={row} className={styles.tabs} aria-label={t('header.navigation')}>
      {screensFor(session)
        .filter(({ path, isBesideTabs }) => isBesideTabs !== true && !inMenu(path))
        .map((screen) => (
          <Link
            key={screen.path}
            href={screen.path}
            className={styles.tab}
            aria-current={screen === here ? 'page' : undefined}
          >
            {t(screen.name)}
          </Link>
        ))}
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
  const isNarrow = useMedia(narrow);
  return (
    <>
      <LanguageSwitch />
      {/* Among the tabs there is no room for it then. */}
      {isNarrow && hasDesk(session) && (
        <Link href={paths.shift} className={styles.person}>
          <Icon name="clock" size={16} />
          <span>{t('shift.heading')}</span>
        </Link>
      )}
      {!isInBar && hasDesk(session) && (
        <Link href={paths.search} className={styles.person}>
          <Icon name="find" size={16} />
          <span>{t('search.heading')}</span>
        </Link>
      )}
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

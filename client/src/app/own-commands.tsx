import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { type SessionView, type TicketSummary } from '../shared/contract.js';
import { type Command } from '../shared/commands/command-store.js';
import { useCommands } from '../shared/commands/use-commands.js';
import { changeLanguage } from '../shared/i18n/i18n.js';
import { useLanguage } from '../shared/i18n/use-language.js';
import { useDesk } from '../shared/live/use-desk.js';
import { addressOf, navigate, paths, usePath, useTicketInAddress } from '../shared/navigation/location.js';
import { PaletteContext } from './palette-context.js';
import { screenAt, screensFor } from './screens.js';

/** What somebody who is signed in can do on every screen. */
export function OwnCommands({ session, onSignOut }: { session: SessionView; onSignOut: () => void }): null {
  const { t } = useTranslation();
  const here = screenAt(usePath(), session);
  const language = useLanguage();
  const open = use(PaletteContext);
  const other = language === 'ja' ? 'en' : 'ja';
  useCommands([
    ...screensFor(session).map((screen): Command => ({
      id: `screen ${screen.path}`,
      group: 'screens',
      name: t('command.screen', { name: t(screen.name) }),
      words: t('command.words.screen'),
      icon: 'screen',
      obstacle: screen === here ? t('command.here') : undefined,
      run: () => navigate(screen.path),
    })),
    {
      id: 'language',
      group: 'self',
      name: t('command.language'),
      words: t('command.words.language'),
      icon: 'words',
      run: () => void changeLanguage(other),
    },
    {
      id: 'shortcuts',
      group: 'self',
      name: t('command.shortcuts'),
      words: t('command.words.shortcuts'),
      icon: 'keyboard',
      shortcut: 'sheet',
      run: () => open('sheet'),
    },
    {
      id: 'sign-out',
      group: 'self',
      name: t('session.signOut'),
      words: t('command.words.signOut'),
      icon: 'outside',
      run: onSignOut,
    },
  ]);
  return null;
}

/** The ticket beside the open one; the first or the last where none of mine is open. */
function beside(
  mine: readonly TicketSummary[],
  openId: string | null,
  way: 1 | -1,
): TicketSummary | undefined {
  const at = mine.findIndex(({ id }) => id === openId);
  if (at === -1) return mine.at(way === 1 ? 0 : -1);
  return mine.at((at + way) % mine.length);
}

/** Leads to each of the person's tickets from wherever they are. */
export function TicketCommands(): null {
  const { t } = useTranslation();
  const { data: desk } = useDesk();
  const openId = useTicketInAddress();
  const isOnDesk = usePath() === paths.desk;
  const mine = desk?.mine ?? [];
  const language = useLanguage();
  const nameOf = (id: string): string =>
    desk?.accounts.find((account) => account.id === id)?.name[language] ?? id;
  const go = (ticket: TicketSummary | undefined): void => {
    if (ticket !== undefined) navigate(addressOf(paths.desk, ticket.id));
  };
  const step = (id: 'nextTicket' | 'previousTicket', way: 1 | -1): Command => ({
    id,
    group: 'tickets',
    name: t(`command.${id}`),
    words: t(`command.words.${id}`),
    icon: 'talk',
    shortcut: id,
    run: () => go(beside(mine, isOnDesk ? openId : null, way)),
  });
  useCommands([
    ...mine.map((ticket): Command => ({
      id: `ticket ${ticket.id}`,
      group: 'tickets',
      name: t('command.openTicket', { alias: ticket.alias }),
      detail: t(ticket.unseenCount > 0 ? 'command.ticketUnseen' : 'command.ticketDetail', {
        number: ticket.number,
        account: nameOf(ticket.accountId),
        count: ticket.unseenCount,
      }),
      words: t('command.words.ticket'),
      icon: 'talk',
      obstacle: isOnDesk && ticket.id === openId ? t('command.here') : undefined,
      run: () => go(ticket),
    })),
    ...(mine.length === 0 ? [] : [step('nextTicket', 1), step('previousTicket', -1)]),
    // On the desk the line itself answers, and takes the keyboard.
    ...(isOnDesk
      ? []
      : [
          {
            id: 'line',
            group: 'tickets',
            name: t('command.line'),
            detail: t('command.lineDetail', { count: desk?.waiting.length ?? 0 }),
            words: t('command.words.line'),
            icon: 'line',
            shortcut: 'line',
            run: () => navigate(paths.desk),
          } satisfies Command,
        ]),
  ]);
  return null;
}

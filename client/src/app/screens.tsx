import { type ParseKeys } from 'i18next';
import { type JSX, lazy } from 'react';
import {
  commissions,
  hasDesk,
  isSupervisor,
  looksAfterHours,
  mayAudit,
} from '../features/session/api/get-session.js';
import { type SessionView } from '../shared/contract.js';
import { type Path, paths } from '../shared/navigation/location.js';
import { BoardScreen } from './board-screen.js';
import { DeskScreen } from './desk-screen.js';
import { firstScreen } from './first-screen.js';

// Looked at now and then: a counselor's desk doesn't wait for them.
const HoursScreen = lazy(async () => ({ default: (await import('./hours-screen.js')).HoursScreen }));
const EmergencyScreen = lazy(async () => ({
  default: (await import('./emergency-screen.js')).EmergencyScreen,
}));
const HandoverScreen = lazy(async () => ({
  default: (await import('./bulletin-screens.js')).HandoverScreen,
}));
const AnnouncementsScreen = lazy(async () => ({
  default: (await import('./bulletin-screens.js')).AnnouncementsScreen,
}));
const SecurityScreen = lazy(async () => ({
  default: (await import('./security-screen.js')).SecurityScreen,
}));
const ShiftScreen = lazy(async () => ({ default: (await import('./shift-screen.js')).ShiftScreen }));
const AdministrationScreen = lazy(async () => ({
  default: (await import('./administration/administration-screen.js')).AdministrationScreen,
}));

const FiguresScreen = lazy(async () => ({
  default: (await import('./figures/figures-screen.js')).FiguresScreen,
}));
const AuditScreen = lazy(async () => ({ default: (await import('./audit/audit-screen.js')).AuditScreen }));

const SearchScreen = lazy(async () => ({ default: (await import('./search-screen.js')).SearchScreen }));

export interface Screen {
  readonly path: Path;
  readonly name: ParseKeys;
  readonly isFor: (session: SessionView) => boolean;
  /** It has its own way in, beside the tabs. */
  readonly isBesideTabs?: true;
  /** Every address below its own is a part of it. */
  readonly hasParts?: true;
  readonly show: (session: SessionView) => JSX.Element;
}

/** Every screen of somebody who is signed in, once: tabs, titles and the palette are made of this list. */
const screens: readonly Screen[] = [
  {
    path: paths.desk,
    name: 'header.desk',
    isFor: hasDesk,
    show: (session) => <DeskScreen session={session} />,
  },
  {
    path: paths.board,
    name: 'header.board',
    isFor: isSupervisor,
    show: (session) => <BoardScreen session={session} />,
  },
  {
    path: paths.shift,
    name: 'header.shift',
    isFor: hasDesk,
    show: () => <ShiftScreen />,
  },
  { path: paths.hours, name: 'header.hours', isFor: looksAfterHours, show: () => <HoursScreen /> },
  {
    path: paths.handover,
    name: 'shiftNote.heading',
    isFor: hasDesk,
    show: (session) => <HandoverScreen session={session} />,
  },
  {
    path: paths.announcements,
    name: 'announcement.heading',
    isFor: (session) => isSupervisor(session) || (session.staff.administrator && hasDesk(session)),
    isBesideTabs: true,
    show: (session) => <AnnouncementsScreen session={session} />,
  },
  {
    path: paths.announcements,
    name: 'announcement.heading',
    isFor: (session) => session.staff.administrator && !hasDesk(session),
    show: (session) => <AnnouncementsScreen session={session} />,
  },
  {
    path: paths.search,
    name: 'search.heading',
    isFor: hasDesk,
    show: (session) => <SearchScreen session={session} />,
  },
  {
    path: paths.emergency,
    name: 'emergency.heading',
    isFor: hasDesk,
    isBesideTabs: true,
    show: (session) => <EmergencyScreen session={session} />,
  },
  {
    path: paths.administration,
    name: 'header.administration',
    isFor: ({ staff }) => staff.administrator,
    hasParts: true,
    show: (session) => <AdministrationScreen session={session} />,
  },
  {
    path: paths.audit,
    name: 'audit.tab',
    isFor: mayAudit,
    hasParts: true,
    show: (session) => <AuditScreen session={session} />,
  },
  {
    path: paths.figures,
    name: 'figures.tab',
    isFor: commissions,
    hasParts: true,
    show: (session) => <FiguresScreen session={session} />,
  },
  {
    path: paths.security,
    name: 'security.heading',
    isFor: () => true,
    isBesideTabs: true,
    show: () => <SecurityScreen />,
  },
];

export function screensFor(session: SessionView): Screen[] {
  return screens.filter(({ isFor }) => isFor(session));
}

/** What stands at an address for this person; undefined where there is nothing for them. */
export function screenAt(path: string, session: SessionView): Screen | undefined {
  const wanted = path === paths.desk || path === paths.signIn ? firstScreen(session).path : path;
  return screensFor(session).find(
    (screen) => screen.path === wanted || (screen.hasParts === true && wanted.startsWith(`${screen.path}/`)),
  );
}

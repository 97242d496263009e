import { type JSX, type ReactNode, useState } from 'react';
import { browserNotices, DesktopNotices } from '../shared/notices/desktop-notices.js';
import { NoticesContext } from '../shared/notices/notices-context.js';
import { storage } from '../shared/sound/sound-provider.js';

export function NoticesProvider({
  staffId,
  children,
}: {
  staffId: string;
  children: ReactNode;
}): JSX.Element {
  const [notices] = useState(() => new DesktopNotices(staffId, storage(), browserNotices()));
  return <NoticesContext value={notices}>{children}</NoticesContext>;
}

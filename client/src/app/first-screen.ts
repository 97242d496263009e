import { type ParseKeys } from 'i18next';
import { commissions, hasDesk, mayAudit } from '../features/session/api/get-session.js';
import { type SessionView } from '../shared/contract.js';
import { type Path, paths } from '../shared/navigation/location.js';

interface FirstScreen {
  readonly path: Path;
  readonly name: ParseKeys;
}

/** Where somebody begins: at the desk, or with what they have instead. */
export function firstScreen(session: SessionView): FirstScreen {
  if (hasDesk(session)) return { path: paths.desk, name: 'header.desk' };
  if (session.staff.administrator) return { path: paths.administration, name: 'header.administration' };
  return mayAudit(session) || !commissions(session)
    ? { path: paths.audit, name: 'audit.tab' }
    : { path: paths.figures, name: 'figures.tab' };
}

import { z } from 'zod';

/** Role of a person who works one account's line. A senior counselor holds all that a counselor holds. */
export const membershipRoleSchema = z.enum(['counselor', 'senior-counselor', 'supervisor']);
export type MembershipRole = z.infer<typeof membershipRoleSchema>;

/**
 * Role of a person who looks at how one account's line is worked, and at no caller's words: an auditor reads the trace,
 * the commissioning body reads numbers.
 */
export const oversightRoleSchema = z.enum(['auditor', 'commissioner']);
export type OversightRole = z.infer<typeof oversightRoleSchema>;

/** `administrator` belongs to the person, not to an account: no screen shows them a consultation. */
export type Role = MembershipRole | OversightRole | 'administrator';

/**
 * Who may hold a permission. `wall` is no person: a screen that a supervisor hung up, by a cookie of its own. It belongs
 * to no account's people, signs in nowhere, and holds what is listed with it and nothing else.
 */
export type Holder = Role | 'wall';

const anybody = [
  'counselor',
  'supervisor',
  'administrator',
  'auditor',
  'commissioner',
] as const satisfies Role[];

/**
 * The declared permissions: who may call what. A route or socket event that names none of these, and is not marked
 * public, stops the start-up. Which *object* a holder may touch is decided by that object's one access function.
 */
export const permissions = {
  'account.manage': ['administrator'],
  'staff.manage': ['administrator'],
  'session.read': anybody,
  'session.end': anybody,
  'session.use': anybody,
  'security.own': anybody,
  'staff.read': ['administrator'],
  'staff.link': ['administrator'],
  'staff.recover': ['administrator'],
  'staff.vouch': ['administrator'],
  'staff.end-sessions': ['administrator'],
  'desk.read': ['counselor', 'supervisor'],
  'consultation.search': ['counselor', 'supervisor'],
  'ticket.read': ['counselor', 'supervisor'],
  'ticket.take': ['counselor', 'supervisor'],
  'ticket.pick': ['senior-counselor', 'supervisor'],
  'ticket.transfer': ['counselor', 'supervisor'],
  'ticket.needs': ['counselor', 'supervisor'],
  'presence.set': ['counselor', 'supervisor'],
  'statistics.read': ['supervisor'],
  'wall.show': ['supervisor', 'wall'],
  'wall.manage': ['supervisor'],
  'shift.own': ['counselor', 'supervisor'],
  'debrief.own': ['counselor', 'supervisor'],
  'debrief.answer': ['supervisor'],
  'ticket.risk': ['counselor', 'supervisor'],
  'ticket.alarm': ['supervisor'],
  'ticket.follow-up': ['counselor', 'supervisor'],
  'ticket.extend': ['supervisor'],
  'caller.mute': ['supervisor'],
  'caller.unmask': ['counselor', 'supervisor'],
  'glass.break': ['counselor'],
  'glass.read': ['counselor', 'supervisor'],
  'glass.end': ['counselor', 'supervisor'],
  'glass.answer': ['supervisor'],
  'ticket.reply': ['counselor', 'supervisor'],
  'ticket.resend': ['counselor', 'supervisor'],
  'ticket.attach': ['counselor', 'supervisor'],
  'ticket.type': ['counselor', 'supervisor'],
  'ticket.close': ['counselor', 'supervisor'],
  'ticket.whisper': ['counselor', 'supervisor'],
  'ticket.consult': ['counselor', 'supervisor'],
  'ticket.presence': ['counselor', 'supervisor'],
  'ticket.supervise': ['supervisor'],
  'reply.held': ['counselor', 'supervisor'],
  'reply.approve': ['supervisor'],
  'move.own': ['counselor', 'supervisor'],
  'ticket.note': ['counselor', 'supervisor'],
  'draft.own': ['counselor', 'supervisor'],
  'canned-text.read': ['counselor', 'supervisor'],
  'media.read': ['counselor', 'supervisor'],
  'message.show': ['counselor', 'supervisor'],
  'announcement.read': ['counselor', 'supervisor'],
  'announcement.make': ['supervisor', 'administrator'],
  'shift-note.read': ['counselor', 'supervisor'],
  'shift-note.write': ['counselor', 'supervisor'],
  'incident.read': ['counselor', 'supervisor'],
  'incident.list': ['supervisor'],
  'incident.open': ['counselor', 'supervisor'],
  'incident.work': ['counselor', 'supervisor'],
  'incident.end': ['supervisor'],
  'opening.read': ['counselor', 'supervisor', 'administrator'],
  'opening.override': ['supervisor', 'administrator'],
  'text.read': ['counselor', 'supervisor', 'administrator'],
  'hours.manage': ['administrator'],
  'text.manage': ['administrator'],
  'category.manage': ['administrator'],
  'erasure.read': ['administrator'],
  'erasure.decide': ['administrator'],
  'erasure.hold': ['administrator'],
  'disclosure.export': ['administrator'],
  'set-aside.read': ['administrator'],
  'set-aside.replay': ['administrator'],
  'audit.read': ['administrator', 'auditor'],
  'disclosure.read': ['administrator', 'auditor'],
  'disclosure.decide': ['administrator'],
  'transparency.read': ['administrator', 'auditor', 'commissioner'],
  'figures.read': ['commissioner'],
  'demo-clock.read': anybody,
  'demo-clock.set': anybody,
} as const satisfies Record<string, readonly Holder[]>;

export type Permission = keyof typeof permissions;

/** Whether a role carries a permission. */
export function carries(role: Holder, permission: Permission): boolean {
  const holders: readonly Holder[] = permissions[permission];
  return holders.includes(role) || (role === 'senior-counselor' && holders.includes('counselor'));
}

import { z } from 'zod';

/** Role of a person within one account. */
export const membershipRoleSchema = z.enum(['counselor', 'supervisor']);
export type MembershipRole = z.infer<typeof membershipRoleSchema>;

/** `administrator` belongs to the person, not to an account: it reads no consultation. */
export type Role = MembershipRole | 'administrator';

/**
 * The declared permissions: who may call what. A route or socket event that names none of these, and is not marked
 * public, stops the start-up. Which *object* a holder may touch is decided by that object's one access function.
 */
export const permissions = {
  'session.read': ['counselor', 'supervisor', 'administrator'],
  'session.end': ['counselor', 'supervisor', 'administrator'],
  'security.own': ['counselor', 'supervisor', 'administrator'],
  'staff.read': ['administrator'],
  'staff.link': ['administrator'],
  'staff.recover': ['administrator'],
  'staff.end-sessions': ['administrator'],
  'desk.read': ['counselor', 'supervisor'],
  'ticket.read': ['counselor', 'supervisor'],
  'ticket.take': ['counselor', 'supervisor'],
  'ticket.pick': ['supervisor'],
  'ticket.transfer': ['counselor', 'supervisor'],
  'ticket.needs': ['counselor', 'supervisor'],
  'presence.set': ['counselor', 'supervisor'],
  'ticket.risk': ['counselor', 'supervisor'],
  'ticket.alarm': ['supervisor'],
  'ticket.follow-up': ['counselor', 'supervisor'],
  'ticket.extend': ['supervisor'],
  'caller.mute': ['supervisor'],
  'ticket.reply': ['counselor', 'supervisor'],
  'ticket.resend': ['counselor', 'supervisor'],
  'ticket.attach': ['counselor', 'supervisor'],
  'ticket.type': ['counselor', 'supervisor'],
  'ticket.close': ['counselor', 'supervisor'],
  'ticket.note': ['counselor', 'supervisor'],
  'draft.own': ['counselor', 'supervisor'],
  'canned-text.read': ['counselor', 'supervisor'],
  'media.read': ['counselor', 'supervisor'],
  'message.show': ['counselor', 'supervisor'],
  'opening.read': ['counselor', 'supervisor', 'administrator'],
  'opening.override': ['supervisor', 'administrator'],
  'text.read': ['counselor', 'supervisor', 'administrator'],
  'set-aside.read': ['administrator'],
  'set-aside.replay': ['administrator'],
  'demo-clock.read': ['counselor', 'supervisor', 'administrator'],
  'demo-clock.set': ['counselor', 'supervisor', 'administrator'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

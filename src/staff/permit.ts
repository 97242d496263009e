import { type CustomDecorator, SetMetadata } from '@nestjs/common';
import { type Permission } from '../contract/permission.js';

const ACCESS = 'tomoshibi:access';
const UNATTENDED = 'tomoshibi:unattended';

/** What a route or socket event declares about who may call it. */
export type Access =
  { readonly kind: 'public' } | { readonly kind: 'permission'; readonly permission: Permission };

export const accessKey = ACCESS;

/** This route or socket event needs a session that holds the permission. */
export function Permit(permission: Permission): CustomDecorator {
  return SetMetadata(ACCESS, { kind: 'permission', permission } satisfies Access);
}

/** This route is open to everybody, on purpose. */
export function Public(): CustomDecorator {
  return SetMetadata(ACCESS, { kind: 'public' } satisfies Access);
}

const VERIFIED = 'tomoshibi:verified';

export const verifiedKey = VERIFIED;

/**
 * This route wants, beside its permission, that the person showed who they are not long ago: an open console that
 * somebody walked away from must not be enough.
 */
export function RecentlyVerified(): CustomDecorator {
  return SetMetadata(VERIFIED, true);
}

export const unattendedKey = UNATTENDED;

/** Screens send this by themselves: it doesn't count as somebody being there, and keeps no session open. */
export function Unattended(): CustomDecorator {
  return SetMetadata(UNATTENDED, true);
}

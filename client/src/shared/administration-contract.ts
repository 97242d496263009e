/** What administrators' screens and the server say to each other: apart, since nobody else's screen needs it. */
export * from '../../../src/contract/account-settings.js';
export * from '../../../src/contract/administration.js';
export {
  type MembershipRole,
  membershipRoleSchema,
  type OversightRole,
  oversightRoleSchema,
} from '../../../src/contract/permission.js';

import { describe, expect, it } from '@jest/globals';
import { passwordUse, rolesOf, strictest } from './sign-in-policy.js';

const policies = {
  counselor: 'demo-password',
  supervisor: 'passkey-or-password-totp',
  administrator: 'passkey',
  'senior-counselor': 'demo-password',
  auditor: 'passkey',
  commissioner: 'passkey-or-password-totp',
} as const;

describe('what a person must show', () => {
  it.each([
    [['counselor'], false, 'demo-password'],
    [['counselor', 'supervisor'], false, 'passkey-or-password-totp'],
    [['counselor'], true, 'passkey'],
    [[], true, 'passkey'],
    [[], false, 'passkey'],
  ] as const)('is the strictest of all roles: %j, administrator: %s', (roles, administrator, policy) => {
    expect(strictest(policies, rolesOf(roles, administrator))).toBe(policy);
  });

  it('says what a password is worth', () => {
    expect(Object.values(policies).slice(0, 3).map(passwordUse)).toEqual(['alone', 'with-code', 'no']);
  });
});

/** SQL: whether a row of `staff` has come by single sign-on. */
export const COMES_BY_SIGN_ON =
  'EXISTS (SELECT FROM single_sign_on_identity WHERE single_sign_on_identity.staff_id = staff.id)';

/**
 * SQL: whether a row of `staff` has a way in of their own. A link for who has one takes two people: else one administrator
 * could come in as them.
 */
export const HAS_WAY_IN = `(EXISTS (SELECT FROM passkey WHERE passkey.staff_id = staff.id)
  OR EXISTS (SELECT FROM staff_totp WHERE staff_totp.staff_id = staff.id AND secret_sealed IS NOT NULL)
  OR ${COMES_BY_SIGN_ON})`;

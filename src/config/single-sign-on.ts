import { StartupError } from './startup-error.js';

interface Variables {
  readonly OIDC_ISSUER?: string | undefined;
  readonly OIDC_CLIENT_ID?: string | undefined;
  readonly OIDC_CLIENT_SECRET?: string | undefined;
  readonly OIDC_LOGIN_CLAIM: string;
  readonly OIDC_NAME: string;
}

/** The organisation's own sign-in, as OpenID Connect knows it. */
export interface SingleSignOnSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the provider calls the name by which our staff is known. */
  readonly loginClaim: string;
  /** What people call it. */
  readonly name: string;
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Undefined where there is none. @throws StartupError when it is set by half, or could be listened to */
export function singleSignOn(variables: Variables): SingleSignOnSettings | undefined {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_LOGIN_CLAIM, OIDC_NAME } = variables;
  const missing = Object.entries({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }).filter(
    ([, value]) => value === undefined,
  );
  if (missing.length === 3) return undefined;
  if (OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined || OIDC_CLIENT_SECRET === undefined) {
    const names = missing.map(([name]) => name).join(', ');
    throw new StartupError(names, `${names} is needed as well for signing in by OpenID Connect.`);
  }
  const issuer = new URL(OIDC_ISSUER);
  if (issuer.protocol !== 'https:' && !loopback.has(issuer.hostname))
    throw new StartupError('OIDC_ISSUER', 'OIDC_ISSUER must begin with https://.');
  return {
    issuer,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    loginClaim: OIDC_LOGIN_CLAIM,
    name: OIDC_NAME,
  };
}

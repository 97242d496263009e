import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser';
import { type Assertion, type Attestation, type Ceremony } from '../contract.js';
import { PasskeyError, type PasskeyTrouble } from './passkey-error.js';

type CreationOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];
type RequestOptions = Parameters<typeof startAuthentication>[0]['optionsJSON'];

const troubles: Partial<Record<string, PasskeyTrouble>> = {
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: 'known',
  ERROR_INVALID_DOMAIN: 'place',
  ERROR_INVALID_RP_ID: 'place',
  ERROR_AUTHENTICATOR_MISSING_DISCOVERABLE_CREDENTIAL_SUPPORT: 'unsupported',
  ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT: 'unsupported',
};

/** Asks the browser, and with it the person, for a new passkey. @throws PasskeyError */
export async function makePasskey(options: Ceremony['options']): Promise<Attestation> {
  // The server's words for the browser, handed on as they are.
  const optionsJSON = options as unknown as CreationOptions;
  return (await asking(() => startRegistration({ optionsJSON }))) as unknown as Attestation;
}

/** Asks the browser, and with it the person, to use a passkey. @throws PasskeyError */
export async function showPasskey(options: Ceremony['options']): Promise<Assertion> {
  const optionsJSON = options as unknown as RequestOptions;
  return (await asking(() => startAuthentication({ optionsJSON }))) as unknown as Assertion;
}

async function asking<Result>(ask: () => Promise<Result>): Promise<Result> {
  if (!browserSupportsWebAuthn()) throw new PasskeyError('unsupported');
  try {
    return await ask();
  } catch (error) {
    // Browsers say "not allowed" for a person who declines, for time that ran out, and for no fitting passkey alike.
    throw new PasskeyError((error instanceof WebAuthnError && troubles[error.code]) || 'cancelled');
  }
}

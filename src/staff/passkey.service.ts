import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { parse as parseUuid } from 'uuid';
import { AppError } from '../config/app-error.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { allowedOrigins, type Environment, relyingParty } from '../config/environment.js';
import { type Assertion, type Attestation, type Ceremony } from '../contract/sign-in.js';
import { ChallengeStore, type Purpose } from './challenge.store.js';
import { type KnownPasskey, type NewPasskey, PasskeyRepository } from './passkey.repository.js';

const NAME = 'Tomoshibi';

export interface Holder {
  readonly staffId: string;
  readonly login: string;
  readonly displayName: string;
}

/** For what, and whom, a browser is asked: an answer given for one thing is worth nothing for another. */
export interface Occasion {
  readonly purpose: Purpose;
  /** The id of the session or link; empty where nobody is known yet. */
  readonly subject: string;
}

/**
 * The two ceremonies of WebAuthn: making a passkey, and using one. The person must show their finger, face or PIN to
 * their own device each time; of all this only public keys come here.
 */
@Injectable()
export class PasskeyService {
  readonly #logger = new Logger('Staff');
  readonly #rpId: string;
  readonly #origins: string[];

  constructor(
    private readonly challenges: ChallengeStore,
    private readonly passkeys: PasskeyRepository,
    @Inject(ENVIRONMENT) environment: Environment,
  ) {
    this.#rpId = relyingParty(environment);
    this.#origins = [...allowedOrigins(environment)];
  }

  /** What a browser needs for making a passkey. It is one that is found without a name: nobody types theirs. */
  async creation({ staffId, login, displayName }: Holder, occasion: Occasion): Promise<Ceremony['options']> {
    const known = await this.passkeys.credentials(staffId);
    const options = await generateRegistrationOptions({
      rpName: NAME,
      rpID: this.#rpId,
      userID: new Uint8Array(parseUuid(staffId)),
      userName: login,
      userDisplayName: displayName,
      challenge: new Uint8Array(await this.challenges.issue(occasion.purpose, occasion.subject)),
      attestationType: 'none',
      excludeCredentials: known.map(descriptor),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    return { ...options };
  }

  /** @throws AppError passkey_refused */
  async created(response: Attestation, occasion: Occasion): Promise<NewPasskey> {
    const verified = await this.#refusing(occasion, (expectedChallenge) =>
      verifyRegistrationResponse({
        response,
        expectedChallenge,
        expectedOrigin: this.#origins,
        expectedRPID: this.#rpId,
        requireUserVerification: true,
      }),
    );
    if (!verified.verified) throw new AppError('passkey_refused');
    const { credential, credentialBackedUp } = verified.registrationInfo;
    return {
      credentialId: Buffer.from(credential.id, 'base64url'),
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: response.response.transports ?? [],
      synced: credentialBackedUp,
    };
  }

  /** What a browser needs for using a passkey: one of this person's, or any where nobody is known yet. */
  async request(occasion: Occasion, staffId?: string): Promise<Ceremony['options']> {
    const known = staffId === undefined ? [] : await this.passkeys.credentials(staffId);
    const options = await generateAuthenticationOptions({
      rpID: this.#rpId,
      challenge: new Uint8Array(await this.challenges.issue(occasion.purpose, occasion.subject)),
      allowCredentials: known.map(descriptor),
      userVerification: 'required',
    });
    return { ...options };
  }

  /** Whose passkey it is that was used. Whatever is wrong with it is answered alike. @throws AppError passkey_refused */
  async used(response: Assertion, occasion: Occasion): Promise<{ passkeyId: string; staffId: string }> {
    const passkey = await this.passkeys.find(Buffer.from(response.id, 'base64url'));
    // Nothing of an unknown one is looked at, but its question is spent all the same.
    if (passkey === undefined || !passkey.active || passkey.suspect || !isOwn(passkey, response)) {
      await this.#spend(response, occasion);
      throw new AppError('passkey_refused');
    }
    const { verified, authenticationInfo } = await this.#refusing(occasion, (expectedChallenge) =>
      verifyAuthenticationResponse({
        response,
        expectedChallenge,
        expectedOrigin: this.#origins,
        expectedRPID: this.#rpId,
        requireUserVerification: true,
        // Counting is ours, in one statement: two uses at the same time must not both pass.
        credential: { id: response.id, publicKey: new Uint8Array(passkey.publicKey), counter: 0 },
      }),
    );
    if (!verified) throw new AppError('passkey_refused');
    const { newCounter, credentialBackedUp } = authenticationInfo;
    if (!(await this.passkeys.used(passkey.id, newCounter, credentialBackedUp))) {
      await this.passkeys.suspect(passkey.staffId, passkey.id);
      this.#logger.warn(
        `alarm: passkey ${passkey.id} of staff ${passkey.staffId} came with an old counter; it is refused from now on`,
      );
      throw new AppError('passkey_refused');
    }
    return { passkeyId: passkey.id, staffId: passkey.staffId };
  }

  async #spend(response: Assertion, occasion: Occasion): Promise<void> {
    const text = Buffer.from(response.response.clientDataJSON, 'base64url').toString('utf8');
    try {
      const { challenge } = JSON.parse(text) as { challenge?: unknown };
      if (typeof challenge === 'string')
        await this.challenges.take(challenge, occasion.purpose, occasion.subject);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }

  /** The library says by throwing what doesn't fit; what our database throws meanwhile stays what it is. */
  async #refusing<Result>(
    { purpose, subject }: Occasion,
    work: (expectedChallenge: (challenge: string) => Promise<boolean>) => Promise<Result>,
  ): Promise<Result> {
    let trouble: unknown;
    const take = async (challenge: string) => {
      try {
        return await this.challenges.take(challenge, purpose, subject);
      } catch (error) {
        trouble = error;
        throw error;
      }
    };
    try {
      return await work(take);
    } catch {
      if (trouble instanceof Error) throw trouble;
      throw new AppError('passkey_refused');
    }
  }
}

function descriptor({ credentialId, transports }: Pick<NewPasskey, 'credentialId' | 'transports'>) {
  return { id: credentialId.toString('base64url'), transports: transports as AuthenticatorTransport[] };
}

/** A passkey that is found without a name says whose it is; that must be who we know it as. */
function isOwn({ staffId }: KnownPasskey, { response }: Assertion): boolean {
  if (response.userHandle === undefined) return true;
  return Buffer.from(parseUuid(staffId)).equals(Buffer.from(response.userHandle, 'base64url'));
}

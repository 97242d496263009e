import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import { type Assertion, type Attestation } from '../../src/contract/sign-in.js';

const USER_PRESENT = 1;
const USER_VERIFIED = 4;
const ATTESTED = 64;

export interface Answering {
  /** The page on which the browser says it is. */
  readonly origin: string;
  /** Whether the person showed their finger, face or PIN. */
  readonly verified?: boolean;
  readonly rpId?: string;
}

interface Options {
  readonly challenge: string;
}

/** An authenticator with one passkey, and the browser around it: as in a device, but one that can be made to lie. */
export class Authenticator {
  readonly id = randomBytes(32);
  /** Authenticators that don't count keep it at 0. */
  counter = 0;
  #keys: { publicKey: KeyObject; privateKey: KeyObject };
  #userHandle = '';

  constructor() {
    this.#keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  }

  /** A second one that was made of it, with all its secrets. */
  cloned(): Authenticator {
    const twin = new Authenticator();
    this.id.copy(twin.id);
    twin.#keys = this.#keys;
    twin.#userHandle = this.#userHandle;
    twin.counter = this.counter;
    return twin;
  }

  create(options: Options & { user: { id: string } }, answering: Answering): Attestation {
    this.#userHandle = options.user.id;
    const { x, y } = this.#keys.publicKey.export({ format: 'jwk' });
    const key = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x ?? '', 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y ?? '', 'base64url'))],
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const authData = Buffer.concat([
      this.#authenticatorData(answering, ATTESTED),
      Buffer.alloc(16),
      length,
      this.id,
      isoCBOR.encode(key),
    ]);
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', new Uint8Array(authData)],
    ]);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: clientData('webauthn.create', options, answering).toString('base64url'),
        attestationObject: Buffer.from(
          isoCBOR.encode(attestation as Parameters<typeof isoCBOR.encode>[0]),
        ).toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  get(options: Options, answering: Answering): Assertion {
    const client = clientData('webauthn.get', options, answering);
    const authData = this.#authenticatorData(answering, 0);
    const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()]);
    return {
      ...this.#credential(),
      response: {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: sign('sha256', signed, this.#keys.privateKey).toString('base64url'),
        ...(this.#userHandle === '' ? {} : { userHandle: this.#userHandle }),
      },
    };
  }

  #credential() {
    const id = this.id.toString('base64url');
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {} } as const;
  }

  #authenticatorData({ rpId = 'localhost', verified = true }: Answering, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([
      createHash('sha256').update(rpId).digest(),
      Buffer.of(USER_PRESENT + (verified ? USER_VERIFIED : 0) + flags),
      counter,
    ]);
  }
}

function clientData(type: string, { challenge }: Options, { origin }: Answering): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

/** Why a passkey was not made or used, as far as the browser tells. */
export type PasskeyTrouble = 'cancelled' | 'known' | 'unsupported' | 'place' | 'unverified';

export class PasskeyError extends Error {
  override readonly name = 'PasskeyError';

  constructor(readonly trouble: PasskeyTrouble) {
    super(trouble);
  }
}

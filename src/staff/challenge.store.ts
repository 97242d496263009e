import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.service.js';
import { type WebauthnChallengeEntity } from './sign-in.entity.js';

const BYTES = 32;
/** As long as a browser waits for a person's finger, and a little more. */
const MINUTES = 5;

export type Purpose = WebauthnChallengeEntity['purpose'];

/** What browsers are asked to sign. Each question counts once, soon, and for what it was asked for. */
@Injectable()
export class ChallengeStore {
  constructor(private readonly database: Database) {}

  /** @param subject whom it is asked: the id of a session or link; empty where nobody is known yet */
  async issue(purpose: Purpose, subject: string): Promise<Buffer> {
    const challenge = randomBytes(BYTES);
    await this.database.query('DELETE FROM webauthn_challenge WHERE expires_at < now()');
    await this.database.query(
      `INSERT INTO webauthn_challenge (challenge, purpose, subject, expires_at)
       VALUES ($1, $2, $3, now() + interval '${MINUTES} minutes')`,
      [challenge, purpose, subject],
    );
    return challenge;
  }

  /** Whether this question was asked, for this, and has not been answered before. */
  async take(challenge: string, purpose: Purpose, subject: string): Promise<boolean> {
    const taken = await this.database.query(
      `DELETE FROM webauthn_challenge
       WHERE challenge = $1 AND purpose = $2 AND subject = $3 AND expires_at > now() RETURNING purpose`,
      [Buffer.from(challenge, 'base64url'), purpose, subject],
    );
    return taken.length > 0;
  }
}

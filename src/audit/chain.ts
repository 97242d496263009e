import { createHash } from 'node:crypto';

/** What is hashed of an entry, as texts and in this order: the trigger `audit_chain` of the database does the same. */
export const HASHED_COLUMNS = [
  'seq::text',
  'id::text',
  '(extract(epoch FROM at) * 1000000)::bigint::text',
  'actor_kind',
  'actor_id::text',
  'act',
  'account_id',
  'ticket_id::text',
  'caller_id::text',
  'subject_kind',
  'subject_id',
  'from_network',
  'from_session',
  `encode(why_sealed, 'hex')`,
  'details',
  'value_before',
  'value_after',
] as const;

export const NO_HASH = Buffer.alloc(32);

/** An entry as it is verified. */
export interface Link {
  readonly seq: number;
  readonly fields: readonly (string | null)[];
  readonly previous: Buffer;
  readonly hash: Buffer;
}

export interface Head {
  readonly seq: number;
  readonly hash: Buffer;
}

export type FindingKind =
  /** The row says something else than when it was written. */
  | 'edited'
  /** Rows between two others are gone. */
  | 'missing'
  /** The row doesn't follow the one before it: something was put in, taken out, or written anew. */
  | 'not-linked'
  /** The newest rows are gone. */
  | 'tail-missing'
  /** Rows stand after the end of the chain. */
  | 'after-the-end'
  /** The chain isn't the one of the checkpoint. */
  | 'not-of-checkpoint';

export interface Finding {
  readonly kind: FindingKind;
  readonly seq: number;
  /** Last of several. */
  readonly to?: number;
}

/** SHA-256 over the hash before and every field with its length: no two entries have the same bytes. */
export function linkHash(previous: Buffer, fields: Link['fields']): Buffer {
  const text = fields
    .map((field) => (field === null ? '-,' : `${Buffer.byteLength(field, 'utf8')}:${field},`))
    .join('');
  return createHash('sha256').update(previous).update(text, 'utf8').digest();
}

/** Walks along a chain, entry after entry, and says what doesn't fit. It goes on after a finding. */
export class ChainWalk {
  readonly findings: Finding[] = [];
  #end: Head = { seq: 0, hash: NO_HASH };
  #checkpoint: Head | undefined;

  constructor(checkpoint?: Head) {
    this.#checkpoint = checkpoint;
  }

  get end(): Head {
    return this.#end;
  }

  step({ seq, fields, previous, hash }: Link): void {
    const expected = this.#end.seq + 1;
    if (seq > expected) this.#find('missing', expected, seq - 1);
    else if (!previous.equals(this.#end.hash)) this.#find('not-linked', seq);
    if (!linkHash(previous, fields).equals(hash)) this.#find('edited', seq);
    if (this.#checkpoint?.seq === seq && !this.#checkpoint.hash.equals(hash))
      this.#find('not-of-checkpoint', seq);
    this.#end = { seq, hash };
  }

  /** After the last entry: is this where the chain ends? */
  finish(head: Head): void {
    if (head.seq > this.#end.seq) this.#find('tail-missing', this.#end.seq + 1, head.seq);
    else if (head.seq < this.#end.seq) this.#find('after-the-end', head.seq + 1, this.#end.seq);
    else if (!head.hash.equals(this.#end.hash)) this.#find('not-linked', head.seq);
    const checkpoint = this.#checkpoint;
    if (checkpoint !== undefined && checkpoint.seq > this.#end.seq)
      this.#find('not-of-checkpoint', checkpoint.seq);
  }

  #find(kind: FindingKind, seq: number, to = seq): void {
    this.findings.push(to === seq ? { kind, seq } : { kind, seq, to });
  }
}

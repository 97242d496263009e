import { type Database } from '../database/database.service.js';
import { ChainWalk, type Finding, type Head, HASHED_COLUMNS, type Link } from './chain.js';

const PAGE = 2000;

export interface Verified {
  readonly entries: number;
  readonly head: Head;
  readonly findings: readonly Finding[];
}

/** Reads the whole chain in one snapshot, page by page: entries that are written meanwhile are the next run's. */
export async function verifyAudit(database: Database, checkpoint?: Head): Promise<Verified> {
  return database.snapshot(async (tx) => {
    const walk = new ChainWalk(checkpoint);
    let entries = 0;
    for (let page: Link[] | undefined; page === undefined || page.length === PAGE;) {
      page = await tx.query<Link>(
        `SELECT seq, ARRAY[${HASHED_COLUMNS.join(', ')}] AS fields, previous, hash
         FROM audit_entry WHERE $1::bigint IS NULL OR seq > $1 ORDER BY seq LIMIT ${PAGE}`,
        [entries === 0 ? null : walk.end.seq],
      );
      for (const link of page) walk.step(link);
      entries += page.length;
    }
    const [head] = await tx.query<Head>('SELECT seq, hash FROM audit_head WHERE id = 1');
    if (head === undefined) throw new Error('the chain has no end');
    walk.finish(head);
    return { entries, head, findings: walk.findings };
  });
}

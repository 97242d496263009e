import { type Queryable } from '../../database/transaction.js';

/** A column of sealed words, found by its name: whoever adds one has it counted. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
}

export function sealedColumns(tx: Queryable): Promise<SealedColumn[]> {
  return tx.query(
    `SELECT quote_ident(table_name) AS table, quote_ident(column_name) AS column FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type = 'bytea' AND (column_name = 'sealed' OR column_name LIKE '%\\_sealed')
     ORDER BY 1, 2`,
  );
}

/** What a caller's words are bound to, and whose they are: what is sealed anew when their key is replaced. */
export interface CallerColumn extends SealedColumn {
  /** Names the row in SQL, as its binding does. */
  readonly id: string;
  readonly binding: string;
  /** Rows of the caller `$1`. */
  readonly scope: string;
}

const OF_TICKETS = 'ticket_id IN (SELECT id FROM ticket WHERE caller_id = $1)';
const OF_INCIDENTS = 'incident_id IN (SELECT id FROM incident WHERE caller_id = $1)';
const own = (
  table: string,
  name: string,
  scope: string,
  id = 'id::text',
  column = `${name}_sealed`,
): CallerColumn => ({
  table,
  column,
  id,
  binding: `${table}.${name}`,
  scope,
});

/**
 * A column that is missing here loses nothing: a key stays as long as anything is sealed with it. The trace is missing on
 * purpose: its bytes are never changed, and each of its reasons has a key of its own.
 */
export const callerColumns: readonly CallerColumn[] = [
  own('message', 'content', OF_TICKETS),
  own('message', 'tokens', OF_TICKETS),
  own('delivery', 'request', 'caller_id = $1'),
  own('delivery', 'answer', 'caller_id = $1'),
  own('draft', 'content', OF_TICKETS, `ticket_id || '/' || staff_id`),
  own('media', 'name', 'caller_id = $1'),
  own(
    'media_chunk',
    'sealed',
    'media_id IN (SELECT id FROM media WHERE caller_id = $1)',
    `media_id || '/' || position`,
    'sealed',
  ),
  own('risk_mark', 'reason', OF_TICKETS),
  own('out_of_order_pick', 'reason', OF_TICKETS),
  own('caller_mute', 'reason', 'caller_id = $1'),
  own('broken_glass', 'reason', OF_TICKETS),
  own('handover', 'note', OF_TICKETS),
  own('handover', 'decline_reason', OF_TICKETS),
  own('held_reply', 'content', OF_TICKETS),
  own('held_reply', 'remark', OF_TICKETS),
  own('approval_rule', 'reason', OF_TICKETS),
  own('consult_request', 'why', OF_TICKETS),
  own('incident', 'summary', 'caller_id = $1'),
  own('incident_entry', 'words', OF_INCIDENTS),
  own('legal_hold', 'reason', 'caller_id = $1', 'caller_id::text'),
  own('shift_note', 'words', OF_TICKETS),
  own('caller_address', 'address', 'caller_id = $1', 'caller_id::text'),
  own('inbound_event', 'sealed', 'caller_id = $1', `account_id || '/' || webhook_event_id`, 'sealed'),
];

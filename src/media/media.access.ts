import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type MediaKind, type MediaState } from '../contract/message.js';
import { Database } from '../database/database.service.js';
import { type Principal } from '../staff/principal.js';
import { noteMediaRead } from '../ticket/ticket-trace.js';
import { accessTicket } from '../ticket/ticket.access.js';
import { Vault } from '../vault/vault.service.js';
import { type ByteRange } from './byte-range.js';
import { safeFileName } from './file-name.js';
import { MediaStore } from './media.store.js';
import { isGenuine, readToken } from './shared-link.js';

/** Media that somebody may have, ready to be sent. */
export interface ReadableMedia {
  readonly kind: MediaKind;
  readonly mimeType: string;
  readonly bytes: number;
  readonly fileName: string | null;
  read(range: ByteRange): AsyncGenerator<Buffer, void, void>;
}

export interface SharedMedia extends ReadableMedia {
  readonly accountName: string;
  readonly expiresAt: Date;
}

interface MediaRow {
  id: string;
  accountId: string;
  state: MediaState;
  kind: MediaKind;
  mimeType: string | null;
  bytes: number | null;
  chunkBytes: number | null;
  nameSealed: Buffer | null;
}

const SELECT_MEDIA = `
  SELECT media.id, media.account_id AS "accountId", media.state, kind, mime_type AS "mimeType", bytes,
    chunk_bytes AS "chunkBytes", name_sealed AS "nameSealed"
  FROM media`;

/**
 * The only ways to the bytes of media: who may read its ticket, whoever holds a link that we made, and the file of a
 * consultation that two people let go.
 */
@Injectable()
export class MediaAccess {
  constructor(
    private readonly database: Database,
    private readonly store: MediaStore,
    private readonly accounts: AccountDirectory,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError ticket_not_found, not_permitted, media_not_found, media_not_ready */
  async forPerson(principal: Principal, ticketId: string, mediaId: string): Promise<ReadableMedia> {
    const head = await accessTicket(this.database, principal, ticketId, 'read', 'no-lock', this.clock.now());
    const [row] = await this.database.query<MediaRow>(
      `${SELECT_MEDIA} WHERE media.id = $1 AND media.ticket_id = $2`,
      [mediaId, ticketId],
    );
    if (row === undefined) throw new AppError('media_not_found');
    if (row.state === 'waiting') throw new AppError('media_not_ready');
    const media = await this.#readable(row);
    await noteMediaRead(this.audit, principal, head, mediaId);
    return media;
  }

  /**
   * What a link opens. A token that we did not make tells nothing of what exists.
   * @throws AppError not_found, link_expired
   */
  async byLink(token: string): Promise<SharedMedia> {
    const shared = readToken(token);
    if (shared === undefined) throw new AppError('not_found');
    const [row] = await this.database.query<MediaRow>(
      `${SELECT_MEDIA} WHERE media.id = $1 AND direction = 'outbound'`,
      [shared.mediaId],
    );
    const account = row === undefined ? undefined : await this.accounts.look(row.accountId);
    if (row === undefined || account === undefined || !isGenuine(this.vault, account.indexKey, shared))
      throw new AppError('not_found');
    if (shared.expiresAt <= this.clock.now()) throw new AppError('link_expired');
    const media = await this.#readable(row).catch(() => undefined);
    if (media === undefined) throw new AppError('not_found');
    return { ...media, accountName: account.name.ja, expiresAt: shared.expiresAt };
  }

  /** All that is there of a consultation, in order. That two people have agreed was asked before, by the ledger. */
  async forDisclosure(ticketId: string): Promise<ReadonlyMap<string, ReadableMedia>> {
    const rows = await this.database.query<MediaRow>(
      `${SELECT_MEDIA} WHERE media.ticket_id = $1 AND media.state = 'stored' ORDER BY media.id`,
      [ticketId],
    );
    const readable = new Map<string, ReadableMedia>();
    for (const row of rows) readable.set(row.id, await this.#readable(row));
    return readable;
  }

  async #readable(row: MediaRow): Promise<ReadableMedia> {
    const { id, state, kind, mimeType, bytes, chunkBytes } = row;
    if (state !== 'stored' || mimeType === null || bytes === null || chunkBytes === null)
      throw new AppError('media_not_found');
    const [name] =
      row.nameSealed === null
        ? [null]
        : await this.vault.openJson(this.database, [{ binding: `media.name:${id}`, bytes: row.nameSealed }]);
    // A name without its key: the caller was erased, and the bytes with them.
    if (name === undefined) throw new AppError('media_not_found');
    const stored = { id, bytes, chunkBytes };
    return {
      kind,
      mimeType,
      bytes,
      fileName: typeof name === 'string' ? safeFileName(name) : null,
      read: (range) => this.store.read(stored, range),
    };
  }
}

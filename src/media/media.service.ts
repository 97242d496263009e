import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AccountDirectory } from '../account/account.directory.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment, publicUrl } from '../config/environment.js';
import { type MediaKind, type MediaScan, type MediaView } from '../contract/message.js';
import { Database } from '../database/database.service.js';
import { type Principal } from '../staff/principal.js';
import { accessTicket, assertMine, type TicketHead } from '../ticket/ticket.access.js';
import { type Attachment } from '../ticket/ticket.service.js';
import { KeyStore } from '../vault/key-store.js';
import { Vault } from '../vault/vault.service.js';
import { attachmentText } from './attachment-text.js';
import { detectType, kindOf, maySend } from './content-type.js';
import { safeFileName } from './file-name.js';
import { type Found, MediaRepository } from './media.repository.js';
import { CHUNK_BYTES, MediaStore, type StoredMedia } from './media.store.js';
import { MediaScanner, ScannerAwayError } from './scanner.js';
import { makeToken } from './shared-link.js';

const DAY_MS = 86_400_000;
const MEGABYTE = 1024 * 1024;

interface UploadRow {
  id: string;
  kind: MediaKind;
  nameSealed: Buffer;
}

/** What counselors send: files that come in from the console, and the links by which callers get them. */
@Injectable()
export class MediaService {
  constructor(
    private readonly database: Database,
    private readonly repository: MediaRepository,
    private readonly store: MediaStore,
    private readonly scanner: MediaScanner,
    private readonly accounts: AccountDirectory,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /**
   * Takes a file for a ticket, to be sent with a reply. What is refused leaves nothing behind.
   * @throws AppError ticket_not_found, ticket_closed, ticket_not_taken, ticket_taken, media_too_large, media_refused,
   *   media_infected, unavailable
   */
  async upload(
    principal: Principal,
    ticketId: string,
    source: AsyncIterable<Uint8Array>,
    name: string,
  ): Promise<MediaView> {
    const head = await accessTicket(this.database, principal, ticketId, 'work', 'no-lock');
    assertMine(principal, head);
    const callerKey = (await this.keys.get(this.database, [head.keyId])).get(head.keyId);
    const fileName = safeFileName(name);
    if (callerKey === undefined) throw new AppError('ticket_not_found');
    if (fileName === '') throw new AppError('invalid_field', { field: 'x-file-name' }, 'x-file-name');
    const id = uuidv7();
    const { accountId, callerId } = head;
    await this.repository.receive({ id, accountId, callerId, callerKey, ticketId, kind: 'file', fileName });
    try {
      const writer = { id, attempts: 0, key: callerKey };
      const written = await this.store.write(writer, source, this.environment.ATTACHMENT_MAX_BYTES);
      if (written.outcome === 'too-large') throw this.tooLarge();
      if (written.outcome === 'not-ours') throw new AppError('media_not_found');
      const mimeType = await detectType(written.head);
      if (!maySend(mimeType, fileName)) throw new AppError('media_refused');
      const found = { mimeType, bytes: written.bytes, kind: kindOf(mimeType) };
      const scan = await this.#scan({ id, bytes: found.bytes, chunkBytes: CHUNK_BYTES });
      await this.repository.settle({ id, attempts: 0 }, { state: 'stored', found, scan });
      return toView(id, found, scan);
    } catch (error) {
      await this.repository.forget(id);
      throw error;
    }
  }

  exceedsLimit(bytes: number): boolean {
    return bytes > this.environment.ATTACHMENT_MAX_BYTES;
  }

  tooLarge(): AppError {
    return new AppError('media_too_large', {
      limit: Math.floor(this.environment.ATTACHMENT_MAX_BYTES / MEGABYTE),
    });
  }

  /**
   * Uploads of this ticket by their id, each with the text that brings its link to the caller. An id that is no upload of
   * this ticket is left out. Whether the person may use the ticket is asked where the reply is made.
   */
  async attachments(
    principal: Principal,
    ticketId: string,
    mediaIds: readonly string[],
  ): Promise<ReadonlyMap<string, Attachment>> {
    if (mediaIds.length === 0) return new Map();
    const head = await accessTicket(this.database, principal, ticketId, 'work', 'no-lock');
    // Somebody else's: nothing is touched, and the reply says what stands in its way.
    if (head.assignedTo !== principal.staffId) return new Map();
    return this.ofTicket(ticketId, mediaIds);
  }

  /** The same, for whoever sends them in somebody else's name. Whether they may is asked before, elsewhere. */
  async ofTicket(ticketId: string, mediaIds: readonly string[]): Promise<ReadonlyMap<string, Attachment>> {
    if (mediaIds.length === 0) return new Map();
    // It is about to be used: the sweep must leave it alone.
    const rows = await this.database.query<UploadRow & Pick<TicketHead, 'accountId'>>(
      `UPDATE media SET next_attempt_at = now() + interval '1 day'
       WHERE id = ANY($1) AND ticket_id = $2 AND direction = 'outbound' AND state = 'stored'
       RETURNING id, kind, name_sealed AS "nameSealed", account_id AS "accountId"`,
      [mediaIds, ticketId],
    );
    const names = await this.vault.openJson(
      this.database,
      rows.map((row) => ({ binding: `media.name:${row.id}`, bytes: row.nameSealed })),
    );
    const attachments = new Map<string, Attachment>();
    for (const [index, { id, kind, accountId }] of rows.entries()) {
      const fileName = names[index];
      attachments.set(id, {
        mediaId: id,
        media: kind,
        fileName: typeof fileName === 'string' ? fileName : null,
        text: await this.#linkText(accountId, id, kind),
      });
    }
    return attachments;
  }

  async #linkText(accountId: string, mediaId: string, kind: MediaKind): Promise<string> {
    const account = await this.accounts.get(accountId);
    const expiresAt = new Date(this.clock.now().getTime() + account.settings.linkDays * DAY_MS);
    const token = makeToken(this.vault, account.indexKey, mediaId, expiresAt);
    const link = `${publicUrl(this.environment)}/shared/${token}`;
    return attachmentText(account.templates.get('attachment'), kind, link, expiresAt);
  }

  async #scan(media: StoredMedia): Promise<MediaScan> {
    if (!this.scanner.present) return 'not-scanned';
    try {
      const verdict = await this.scanner.scan(this.store.readAll(media));
      if (verdict === 'infected') throw new AppError('media_infected');
      if (verdict === 'unable') throw new AppError('media_refused');
      return verdict;
    } catch (error) {
      throw error instanceof ScannerAwayError ? new AppError('unavailable') : error;
    }
  }
}

function toView(id: string, { kind, mimeType, bytes }: Found, scan: MediaScan): MediaView {
  return { id, kind, state: 'stored', mimeType, bytes, scan };
}

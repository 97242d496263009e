import { type Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { type BegunExport, DisclosureExportService } from '../audit/disclosure-export.service.js';
import { AppError } from '../config/app-error.js';
import { type MessageView } from '../contract/message.js';
import { Database } from '../database/database.service.js';
import { type Queryable } from '../database/transaction.js';
import { describeError } from '../database/worker.js';
import { MediaAccess, type ReadableMedia } from '../media/media.access.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';
import { consultationPage } from './consultation-page.js';
import { type ConsultationHead, consultationRecord, inJapan } from './consultation-record.js';
import { type FileOfZip, type FileSum, witnessed, zipOf } from './zip.js';

/** Messages opened at once. */
const PAGE = 500;

/**
 * The file of exactly one consultation: its record for people and for machines, its pictures and files, and a manifest
 * with the sum of each. It is made while it is taken, and never lies anywhere.
 */
@Injectable()
export class ConsultationFile {
  readonly #logger = new Logger(ConsultationFile.name);

  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly exports: DisclosureExportService,
    private readonly tickets: TicketReadModel,
    private readonly media: MediaAccess,
  ) {}

  /** @throws AppError what `DisclosureExportService.begin` refuses, disclosure_erased */
  async open(
    staffId: string,
    disclosureId: string,
    withNotes: boolean,
  ): Promise<{ readonly name: string; readonly content: Readable }> {
    const begun = await this.exports.begin(staffId, disclosureId, withNotes);
    try {
      const zip = zipOf(await this.#files(begun), begun.begunAt, (sums) => manifest(begun, sums));
      const content = witnessed(
        zip,
        ({ sha256, bytes }) => this.exports.finish(begun, sha256, bytes),
        (bytes) => this.#brokenOff(begun, bytes),
      );
      return { name: `disclosure-${begun.id}.zip`, content };
    } catch (error) {
      await this.#brokenOff(begun, 0);
      throw error;
    }
  }

  async #files(begun: BegunExport): Promise<FileOfZip[]> {
    const { head, messages } = await this.database.snapshot(async (tx) => ({
      head: await this.#head(tx, begun.ticketId),
      messages: await this.#messages(tx, begun),
    }));
    const isErased = messages.some(
      ({ content }) => content.kind === 'labelled' && content.label === 'erased',
    );
    if (isErased) throw new AppError('disclosure_erased');
    const media = await this.media.forDisclosure(begun.ticketId);
    const shown = messages.flatMap((message) => message.media?.id ?? []);
    const attached = shown.flatMap((id): [string, ReadableMedia][] => {
      const readable = media.get(id);
      return readable === undefined ? [] : [[id, readable]];
    });
    const names = new Map(attached.map(([id, readable], index) => [id, fileName(readable, index + 1)]));
    const record = consultationRecord(
      head,
      messages,
      { madeAt: begun.begunAt, withNotes: begun.withNotes },
      names,
    );
    return [
      { name: 'consultation.html', compress: true, content: () => consultationPage(record) },
      {
        name: 'consultation.json',
        compress: true,
        content: () => [Buffer.from(`${JSON.stringify(record, null, 2)}\n`, 'utf8')],
      },
      ...attached.map(([id, readable]) => ({
        name: names.get(id) ?? id,
        compress: false,
        content: () => readable.read({ first: 0, last: readable.bytes - 1 }),
      })),
    ];
  }

  async #head(tx: Queryable, ticketId: string): Promise<ConsultationHead> {
    const [row] = await tx.query<Omit<ConsultationHead, 'accountName'>>(
      `SELECT ticket.account_id AS "accountId", number, alias, state, opened_at AS "openedAt", taken_at AS "takenAt",
         closed_at AS "closedAt" FROM ticket JOIN caller ON caller.id = caller_id WHERE ticket.id = $1`,
      [ticketId],
    );
    if (row === undefined) throw new AppError('ticket_not_found');
    return { ...row, accountName: (await this.accounts.get(row.accountId)).name.ja };
  }

  async #messages(tx: Queryable, { ticketId, withNotes }: BegunExport): Promise<MessageView[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM message WHERE ticket_id = $1 AND direction <> 'whisper' AND ($2 OR direction <> 'note')
       ORDER BY occurred_at, id`,
      [ticketId, withNotes],
    );
    const messages: MessageView[] = [];
    for (let at = 0; at < rows.length; at += PAGE) {
      const ids = rows.slice(at, at + PAGE).map(({ id }) => id);
      const found = new Map((await this.tickets.messagesById(tx, ids)).map((each) => [each.id, each]));
      messages.push(...ids.flatMap((id) => found.get(id) ?? []));
    }
    return messages;
  }

  /** Whatever made it break off is what is told; that this couldn't be written down is for the log. */
  async #brokenOff(begun: BegunExport, bytes: number): Promise<void> {
    await this.exports.breakOff(begun, bytes).catch((error: unknown) => {
      this.#logger.error(`an export that broke off could not be noted: ${describeError(error)}`);
    });
  }
}

function fileName({ fileName: given, mimeType, kind }: ReadableMedia, number: number): string {
  const ending = /\/(?:x-)?([a-z0-9]{1,10})\b/.exec(mimeType)?.[1] ?? 'bin';
  return `media/${String(number).padStart(3, '0')}-${given === null || given === '' ? `${kind}.${ending}` : given}`;
}

function manifest(begun: BegunExport, files: readonly FileSum[]): Buffer {
  const { disclosureId, id, askerKind, basis, receivedAt, releasedAt, begunAt, withNotes } = begun;
  const content = {
    format: 'tomoshibi-manifest-1',
    ledger: {
      number: disclosureId,
      askerKind,
      basis,
      receivedAt: inJapan(receivedAt),
      approvedByTwoAt: inJapan(releasedAt),
    },
    export: { id, madeAt: inJapan(begunAt), withNotes },
    files,
  };
  return Buffer.from(`${JSON.stringify(content, null, 2)}\n`, 'utf8');
}

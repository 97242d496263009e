import { Injectable } from '@nestjs/common';
import { type Account } from '../account/account.directory.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type SaveText, type TextPreview } from '../contract/content.js';
import { type AccountTexts, type Situation } from '../contract/opening.js';
import { TEXT_LIMIT } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { OpeningHoursService, type OpeningNow } from '../opening-hours/opening-hours.service.js';
import { quickRepliesOf } from '../waiting-list/leaving.js';
import { longestText, unknownNames, variablesOf } from '../waiting-list/text.js';
import { previewText, TextBook } from '../waiting-list/text-book.js';
import { ContentJournal } from './content-journal.js';
import { assertText } from './text-limits.js';

/** What callers are told in each situation, as administrators edit it. */
@Injectable()
export class TextService {
  constructor(
    private readonly database: Database,
    private readonly openingHours: OpeningHoursService,
    private readonly book: TextBook,
    private readonly journal: ContentJournal,
    private readonly clock: Clock,
  ) {}

  /** As a caller would read it now, and how long it may become. */
  async preview(account: Account, situation: Situation, body: string): Promise<TextPreview> {
    const opening = (await this.openingHours.now(this.database, [account.id])).get(account.id) as OpeningNow;
    const templates = new Map(account.templates);
    templates.set(situation, body);
    return {
      text: previewText({ ...account, templates }, situation, opening),
      quickReplies: quickRepliesOf(account, situation),
      longest: longestText(body, account),
      limit: TEXT_LIMIT,
      unknown: unknownNames(body, variablesOf(situation)),
    };
  }

  /** @throws AppError changed_meanwhile, unknown_variable, link_missing, text_may_be_too_long */
  async save(
    staffId: string,
    account: Account,
    situation: Situation,
    { version, body }: SaveText,
  ): Promise<void> {
    if (body !== null) {
      assertText(body, account, { name: situation, variables: variablesOf(situation), field: 'body' });
      if (situation === 'attachment' && !body.includes('{link}'))
        throw new AppError('link_missing', { link: '{link}' }, 'body');
    }
    await this.database.transaction(async (tx) => {
      const [before] = await tx.query<{ body: string }>(
        'SELECT body FROM text_template WHERE account_id = $1 AND situation = $2',
        [account.id, situation],
      );
      const written = await tx.query(
        `INSERT INTO text_template_version (account_id, situation, version, body, saved_at, saved_by)
         SELECT $1::varchar, $2::varchar, $3::int + 1, $4, $5::timestamptz, $6::uuid
         WHERE $3 = coalesce((SELECT max(version) FROM text_template_version
           WHERE account_id = $1 AND situation = $2), 0)
         ON CONFLICT DO NOTHING RETURNING version`,
        [account.id, situation, version, body, this.clock.now(), staffId],
      );
      if (written.length === 0) throw new AppError('changed_meanwhile');
      await tx.query('DELETE FROM text_template WHERE account_id = $1 AND situation = $2', [
        account.id,
        situation,
      ]);
      if (body !== null)
        await tx.query('INSERT INTO text_template (account_id, situation, body) VALUES ($1, $2, $3)', [
          account.id,
          situation,
          body,
        ]);
      await this.journal.trace(tx, {
        act: 'text.changed',
        subject: { kind: 'text', id: situation },
        accountIds: [account.id],
        staffId,
        version,
        before: { [situation]: before?.body ?? null },
        after: { [situation]: body },
      });
    });
    await this.journal.reread();
  }

  texts(account: Account): Promise<AccountTexts> {
    return this.book.texts(this.database, account);
  }
}

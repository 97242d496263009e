import { Injectable } from '@nestjs/common';
import { type Account } from '../account/account.directory.js';
import { type AccountTexts, type Situation, situations, type TextVersions } from '../contract/opening.js';
import { type Queryable } from '../database/transaction.js';
import { OpeningHoursService, type OpeningNow } from '../opening-hours/opening-hours.service.js';
import { defaultTexts } from './default-texts.js';
import { quickRepliesOf } from './leaving.js';
import { renderEmergencyText, renderText, variablesOf } from './text.js';

/** What stands for the parts of a text that only a file has. */
const SAMPLE: Readonly<Record<string, string>> = {
  kind: '画像',
  link: 'https://example.jp/shared/…',
  until: '12月1日（火）',
};

/** The texts of an account as its people look at them: as a caller would read them, and what they said before. */
@Injectable()
export class TextBook {
  constructor(private readonly openingHours: OpeningHoursService) {}

  /** Every situation, whether the account has a text of its own for it or not. */
  async texts(tx: Queryable, account: Account): Promise<AccountTexts> {
    const opening = (await this.openingHours.now(tx, [account.id])).get(account.id) as OpeningNow;
    const rows = await tx.query<{ situation: string; version: number }>(
      `SELECT situation, max(version) AS version FROM text_template_version WHERE account_id = $1 GROUP BY situation`,
      [account.id],
    );
    const versions = new Map(rows.map(({ situation, version }) => [situation, version]));
    return {
      items: situations.map((situation) => ({
        situation,
        body: account.templates.get(situation) ?? null,
        builtIn: defaultTexts[situation],
        variables: variablesOf(situation),
        preview: previewText(account, situation, opening),
        quickReplies: quickRepliesOf(account, situation),
        version: versions.get(situation) ?? 0,
      })),
      phoneNumbers: [...account.phoneNumbers],
    };
  }

  /** Every version of one text, newest first. */
  async versions(tx: Queryable, accountId: string, situation: string): Promise<TextVersions> {
    const rows = await tx.query<{
      version: number;
      body: string | null;
      savedAt: Date;
      savedBy: string | null;
    }>(
      `SELECT version, body, saved_at AS "savedAt",
         (SELECT display_name FROM staff WHERE id = saved_by) AS "savedBy"
       FROM text_template_version WHERE account_id = $1 AND situation = $2 ORDER BY version DESC`,
      [accountId, situation],
    );
    return { items: rows.map((row) => ({ ...row, savedAt: row.savedAt.toISOString() })) };
  }
}

/** A text as whoever is first in line would read it. */
export function previewText(account: Account, situation: Situation, opening: OpeningNow): string {
  const text =
    situation === 'emergency'
      ? renderEmergencyText(account)
      : renderText(account, situation, opening, { position: 1 });
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => SAMPLE[name] ?? whole);
}

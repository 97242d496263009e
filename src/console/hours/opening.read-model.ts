import { Injectable } from '@nestjs/common';
import { type Account, AccountDirectory } from '../../account/account.directory.js';
import { Clock } from '../../config/clock.js';
import {
  type AccountHours,
  type CalendarView,
  type WhatIfQuery,
  type WhatIfView,
} from '../../contract/opening.js';
import { Database } from '../../database/database.service.js';
import { OpeningHoursService, type OpeningNow } from '../../opening-hours/opening-hours.service.js';
import { OverrideService } from '../../opening-hours/override.service.js';
import { type Principal } from '../../staff/principal.js';
import { quickRepliesOf } from '../../waiting-list/leaving.js';
import { previewText } from '../../waiting-list/text-book.js';
import { mayUseAccount } from '../http/account-access.js';
import { DeskReadModel } from '../desk/desk.read-model.js';

/** How many days the calendar shows, today first. */
const CALENDAR_DAYS = 14;

/** Hours as screens show them. */
@Injectable()
export class OpeningReadModel {
  constructor(
    private readonly database: Database,
    private readonly accountDirectory: AccountDirectory,
    private readonly openingHours: OpeningHoursService,
    private readonly overrides: OverrideService,
    private readonly desk: DeskReadModel,
    private readonly clock: Clock,
  ) {}

  async accounts(principal: Principal): Promise<AccountHours> {
    const ids = this.accountDirectory
      .all()
      .map(({ id }) => id)
      .filter((id) => mayUseAccount(principal, id, 'read'));
    const views = await this.database.snapshot((tx) => this.desk.accountViews(tx, ids));
    return {
      items: views.map((view) => ({ ...view, mayOverride: mayUseAccount(principal, view.id, 'override') })),
    };
  }

  async calendar(accountId: string): Promise<CalendarView> {
    return this.database.snapshot(async (tx) => {
      const opening = (await this.openingHours.now(tx, [accountId])).get(accountId) as OpeningNow;
      const { current, history } = await this.overrides.list(tx, accountId);
      return {
        now: this.clock.now().toISOString(),
        fault: opening.fault,
        days: (await this.openingHours.calendar(tx, accountId, CALENDAR_DAYS)) ?? [],
        overrides: current,
        history,
      };
    });
  }

  /** What a caller gets who writes then, as the first in line, by all that is known now. */
  async whatIf(account: Account, { instant, state, until }: WhatIfQuery): Promise<WhatIfView> {
    const now = this.clock.now();
    const at = instant === undefined ? now : new Date(instant);
    const end = until === undefined ? null : new Date(until);
    // "Now" by a clock that is a little behind ours is no earlier.
    const startsAt = new Date(Math.min(at.getTime(), now.getTime()));
    const supposed = state === undefined ? [] : [{ state, reason: '', startsAt, until: end }];
    // Now, as it is: an opening may be waiting for people.
    const isNow = instant === undefined && state === undefined;
    const openings = isNow
      ? await this.openingHours.now(this.database, [account.id])
      : await this.openingHours.at(this.database, [account.id], at, supposed);
    const opening = openings.get(account.id) as OpeningNow;
    const situation =
      opening.state === 'open' ? 'waiting' : opening.state === 'unknown' ? 'emergency' : 'closed';
    return {
      instant: at.toISOString(),
      state: opening.state,
      explanation: opening.explain,
      nextChangeAt: opening.nextChangeAt?.toISOString() ?? null,
      nextOpensAt: opening.nextOpensAt?.toISOString() ?? null,
      lines: opening.lines,
      situation,
      text: previewText(account, situation, opening),
      quickReplies: quickRepliesOf(account, situation),
    };
  }
}

import { Injectable } from '@nestjs/common';
import { bridgeFigures, bridgeNumbers } from '../../contract/bridge-figures.js';
import { type WallView } from '../../contract/wall.js';
import { SharedReading } from '../../statistics/shared-reading.js';
import { TodayReadModel } from '../../statistics/today.read-model.js';
import { DeskReadModel } from '../desk/desk.read-model.js';

/** What a screen on the wall shows: numbers alone, made here, so that nothing else ever leaves for it. */
@Injectable()
export class WallReadModel {
  /** By their accounts: screens beside each other are read for once. */
  readonly #readings = new Map<string, SharedReading<Omit<WallView, 'endsAt' | 'today'>>>();

  constructor(
    private readonly desk: DeskReadModel,
    private readonly days: TodayReadModel,
  ) {}

  async view(accountIds: readonly string[], endsAt: Date | null): Promise<WallView> {
    const [numbers, today] = await Promise.all([
      this.#shared(accountIds.toSorted()).get(),
      this.days.today(accountIds),
    ]);
    return { ...numbers, endsAt: endsAt?.toISOString() ?? null, today };
  }

  #shared(accountIds: readonly string[]): SharedReading<Omit<WallView, 'endsAt' | 'today'>> {
    const key = accountIds.join(' ');
    let shared = this.#readings.get(key);
    if (shared === undefined) {
      shared = new SharedReading(() => this.#read(accountIds));
      this.#readings.set(key, shared);
    }
    return shared;
  }

  async #read(accountIds: readonly string[]): Promise<Omit<WallView, 'endsAt' | 'today'>> {
    const { now, ...state } = await this.desk.bridge(accountIds);
    return {
      now,
      figures: bridgeNumbers(bridgeFigures(state, Date.parse(now))),
      // Each field by name: a reason for closing by hand, for example, is somebody's words.
      accounts: state.accounts.map(({ id, name, opening, targets }) => ({
        id,
        name,
        opening: { state: opening.state, nextChangeAt: opening.nextChangeAt },
        targets: { waitMinutes: targets.waitMinutes },
      })),
    };
  }
}

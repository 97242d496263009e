import { describe, expect, it } from '@jest/globals';
import { GroupCommit } from './group-commit.js';

/** What `work` waits for until it is opened. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** Commits as a transaction does: all of a batch or nothing; the first one is held up, so that a batch gathers. */
function group(refuse: (item: string) => Error | undefined) {
  const batches: string[][] = [];
  const durable: string[] = [];
  const first = gate();
  const commits = new GroupCommit<string>(
    async (items) => {
      batches.push([...items]);
      if (batches.length === 1) await first.opened;
      for (const item of items) {
        const error = refuse(item);
        if (error !== undefined) throw error;
      }
      durable.push(...items);
    },
    1,
    100,
  );
  return { commits, batches, durable, release: first.open };
}

/** The first commit is held up: what comes now gathers behind it. */
async function isUnderWay(batches: readonly string[][]): Promise<void> {
  while (batches.length === 0) await new Promise((resolve) => setImmediate(resolve));
}

const states = async (promises: readonly Promise<void>[]) =>
  (await Promise.allSettled(promises)).map(({ status }) => status);

describe('commits that are gathered', () => {
  it('one that fails fails alone, and all others become durable, in order', async () => {
    const { commits, batches, durable, release } = group((item) =>
      item === 'bad' ? new TypeError('it breaks the batch') : undefined,
    );
    const opening = commits.add(['opening']);
    await isUnderWay(batches);
    const requests = [['a1'], ['b1', 'b2'], ['a2'], ['bad'], ['a3'], ['b3']];
    const added = requests.map((items) => commits.add(items));
    release();
    expect(await states([opening])).toEqual(['fulfilled']);
    expect(await states(added)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    await expect(added[3]).rejects.toThrow('it breaks the batch');
    const kept = requests.flat().filter((item) => item !== 'bad');
    expect(durable.filter((item) => kept.includes(item))).toEqual(kept);
    // In halves: far fewer round trips than one for each.
    expect(batches.at(-1)).not.toEqual(batches[1]);
    expect(batches.length).toBeLessThanOrEqual(2 + 2 * Math.ceil(Math.log2(requests.length)));
    // What comes afterwards is committed as ever.
    await commits.add(['later']);
    expect(durable.at(-1)).toBe('later');
  });

  it('asks once where nothing fails, and where the database is away', async () => {
    const well = group(() => undefined);
    const away = group((item) =>
      item === 'opening' ? undefined : Object.assign(new Error('away'), { code: 'ECONNREFUSED' }),
    );
    for (const [each, outcome] of [
      [well, 'fulfilled'],
      [away, 'rejected'],
    ] as const) {
      const opening = each.commits.add(['opening']);
      await isUnderWay(each.batches);
      const added = ['a', 'b', 'c', 'd'].map((item) => each.commits.add([item]));
      each.release();
      expect(await states([opening, ...added])).toEqual(['fulfilled', ...added.map(() => outcome)]);
      expect(each.batches).toEqual([['opening'], ['a', 'b', 'c', 'd']]);
    }
  });
});

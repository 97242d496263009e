import { describe, expect, test } from '@jest/globals';
import { Backoff } from './backoff.js';
import { ShownReporter } from './shown-reporter.js';

function recorder(answers: boolean[] = [], backoff = new Backoff()) {
  const sent: [string, string[]][] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const reporter = new ShownReporter(
    (ticketId, ids) => {
      sent.push([ticketId, ids]);
      for (const { count, resolve } of waiting) if (sent.length >= count) resolve();
      return Promise.resolve(answers.shift() ?? true);
    },
    1,
    backoff,
  );
  const until = (count: number) => new Promise<void>((resolve) => waiting.push({ count, resolve }));
  return { sent, reporter, until };
}

describe('reporting what is on the screen', () => {
  test('gathers messages by ticket and reports each once', async () => {
    const { sent, reporter } = recorder();
    for (const id of ['m1', 'm2', 'm1']) reporter.add('t1', id);
    reporter.add('t2', 'm3');
    await reporter.flush();
    reporter.add('t1', 'm2');
    await reporter.flush();
    expect(sent).toEqual([
      ['t1', ['m1', 'm2']],
      ['t2', ['m3']],
    ]);
  });

  test('keeps what didn’t get through for the next time', async () => {
    const { sent, reporter } = recorder([false]);
    reporter.add('t1', 'm1');
    await reporter.flush();
    reporter.add('t1', 'm2');
    await reporter.flush();
    expect(sent).toEqual([
      ['t1', ['m1']],
      ['t1', ['m1', 'm2']],
    ]);
    reporter.stop();
  });

  test('sends what didn’t get through again by itself, though nothing further is shown', async () => {
    const { sent, reporter, until } = recorder([false, false], new Backoff(1, 1));
    reporter.add('t1', 'm1');
    await until(3);
    // What was taken last is put away first.
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toEqual(Array.from({ length: 3 }, () => ['t1', ['m1']]));
    // And no more once it got through.
    await reporter.flush();
    expect(sent).toHaveLength(3);
    reporter.stop();
  });

  test('sends no more at a time than the server takes', async () => {
    const { sent, reporter } = recorder();
    for (let number = 0; number < 1100; number += 1) reporter.add('t1', `m${number}`);
    await reporter.flush();
    expect(sent.map(([, ids]) => ids.length)).toEqual([500, 500, 100]);
  });
});

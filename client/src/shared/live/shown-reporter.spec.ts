import { describe, expect, test } from '@jest/globals';
import { ShownReporter } from './shown-reporter.js';

function recorder(answers: boolean[] = []) {
  const sent: [string, string[]][] = [];
  const reporter = new ShownReporter((ticketId, ids) => {
    sent.push([ticketId, ids]);
    return Promise.resolve(answers.shift() ?? true);
  });
  return { sent, reporter };
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
  });

  test('sends no more at a time than the server takes', async () => {
    const { sent, reporter } = recorder();
    for (let number = 0; number < 1100; number += 1) reporter.add('t1', `m${number}`);
    await reporter.flush();
    expect(sent.map(([, ids]) => ids.length)).toEqual([500, 500, 100]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { Worker } from './worker.js';

describe('a worker', () => {
  it('leaves the rest of the process its turn, however busy it is and however little it waits for', async () => {
    let runs = 0;
    let turn = false;
    await new Promise<void>((resolve) => {
      const worker = new Worker('busy', 60_000, async () => {
        runs += 1;
        const more = !turn && runs < 100_000;
        if (!more) resolve(worker.stop());
        return more;
      });
      setTimeout(() => {
        turn = true;
      }, 1);
      worker.start();
    });
    expect(turn).toBe(true);
  });
});

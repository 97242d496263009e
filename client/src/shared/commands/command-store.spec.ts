import { describe, expect, test } from '@jest/globals';
import { type Command, CommandStore } from './command-store.js';

describe('what can be done now', () => {
  const done: string[] = [];
  const command = (id: string, changes: Partial<Command> = {}): Command => ({
    id,
    group: 'talk',
    name: id,
    icon: 'check',
    run: () => void done.push(id),
    ...changes,
  });

  test('is what every part offers, each once and group by group, until the part goes', () => {
    const store = new CommandStore();
    let told = 0;
    store.subscribe(() => (told += 1));
    store.add(() => [command('board', { group: 'screens' }), command('reply')]);
    const go = store.add(() => [command('reply', { name: 'again' }), command('risk', { shortcut: 'risk' })]);
    expect(store.list().map(({ name }) => name)).toEqual(['risk', 'reply', 'board']);
    go();
    expect(store.list().map(({ id }) => id)).toEqual(['reply', 'board']);
    expect(told).toBe(3);
  });

  test('is done as it stands at that moment, and not where something is in its way', () => {
    const store = new CommandStore();
    let offered = [command('close', { shortcut: 'close' })];
    store.add(() => offered);
    expect([store.run('close'), store.runShortcut('close')]).toEqual([true, true]);
    offered = [command('close', { shortcut: 'close', obstacle: 'somebody is being asked' })];
    expect([store.run('close'), store.runShortcut('close'), store.run('gone')]).toEqual([
      false,
      false,
      false,
    ]);
    expect(done).toEqual(['close', 'close']);
  });
});

import { describe, expect, test } from '@jest/globals';
import { type Command } from '../../shared/commands/command-store.js';
import { findCommands } from './find-commands.js';

const command = (id: string, name: string, changes: Partial<Command> = {}): Command => ({
  id,
  group: 'talk',
  name,
  icon: 'check',
  run: () => undefined,
  ...changes,
});

const commands = [
  command('reply', '返信を書く', { words: 'へんしん henshin reply' }),
  command('note', 'メモを書く', { words: 'めも memo note' }),
  command('one', 'こもれび', { detail: 'No. 12 いのちの相談', words: 'komorebi' }),
  command('two', 'こすもす', { detail: 'No. 2 人権の相談' }),
  command('board', '状況', { words: 'じょうきょう joukyou board' }),
];
const found = (typed: string): string[] => findCommands(commands, typed).map(({ id }) => id);

describe('looking for a command', () => {
  test('nothing typed shows all of them, in their order', () => {
    expect(found('  ')).toEqual(commands.map(({ id }) => id));
  });

  test('by its name, its reading in either kana, in letters, and by another word for it', () => {
    expect(found('返信')).toEqual(['reply']);
    expect(found('ヘンシン')).toEqual(['reply']);
    expect(found('ｍｅｍｏ')).toEqual(['note']);
    expect(found('Board')).toEqual(['board']);
  });

  test('while a conversion is under way', () => {
    expect(found('へんs')).toEqual(['reply']);
    expect(found('じょうky')).toEqual(['board']);
  });

  test('every word has to fit, wherever; what begins with it comes first', () => {
    expect(found('こもれび 12')).toEqual(['one']);
    expect(found('人権')).toEqual(['two']);
    expect(found('書く')).toEqual(['reply', 'note']);
    expect(found('こ')).toEqual(['one', 'two']);
    expect(found('相談 こす')).toEqual(['two']);
    expect(found('no.')).toEqual(['one', 'two']);
    expect(found('ない')).toEqual([]);
  });
});

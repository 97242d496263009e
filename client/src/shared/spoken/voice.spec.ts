import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Said, Voice } from './voice.js';

describe('what a screen reader is to say', () => {
  let voice: Voice;
  let said: Said[];

  beforeEach(() => {
    jest.useFakeTimers();
    voice = new Voice();
    said = [];
    voice.subscribe(() => said.push(voice.getSaid()));
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('comes one sentence after another, the same words too', () => {
    for (const words of ['一つ', '一つ', '二つ']) voice.say(words);
    expect(said.map(({ words }) => words)).toEqual(['一つ']);
    jest.runAllTimers();
    expect(said.map(({ words }) => words)).toEqual(['一つ', '一つ', '二つ']);
    expect(said.map(({ turn }) => turn)).toEqual([1, 2, 3]);
  });

  it('is forgotten with its ticket, said or not', () => {
    voice.say('花子さんのこと', 'a');
    voice.say('太郎さんのこと', 'b');
    voice.say('ひとり待っています');
    expect(voice.tickets()).toEqual(['a', 'b']);
    voice.forget((ticketId) => ticketId === 'b');
    jest.runAllTimers();
    expect(said.map(({ words }) => words)).toEqual(['花子さんのこと', 'ひとり待っています']);
    voice.say('花子さんのこと', 'a');
    voice.forget(() => true);
    expect(voice.getSaid().words).toBe('');
    expect(voice.tickets()).toEqual([]);
  });

  it('ends with what it is about', () => {
    voice.say('引き受けられます');
    voice.say('あと 10 秒です');
    voice.hush();
    jest.runAllTimers();
    expect(said.map(({ words }) => words)).toEqual(['引き受けられます', '']);
  });
});

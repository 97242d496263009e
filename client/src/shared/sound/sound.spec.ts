import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Sound } from './sound.js';
import { type OutputState, type SoundOutput } from './sound-output.js';
import { SoundSettings } from './sound-settings.js';
import { type Note, ringEveryMs, type SoundKind, soundKinds, tones } from './tones.js';

class HeardOutput implements SoundOutput {
  readonly heard: SoundKind[] = [];
  readonly volumes: number[] = [];
  state: OutputState = 'ready';
  isRinging = true;
  #listener: (() => void) | null = null;

  start = () => () => undefined;
  getState = () => this.state;
  rings = () => this.isRinging;
  subscribe = (listener: () => void) => {
    this.#listener = listener;
    return () => undefined;
  };
  play(notes: readonly Note[], volume: number): void {
    if (this.state !== 'ready') return;
    const kind = soundKinds.find((each) => tones[each] === notes);
    if (kind !== undefined) this.heard.push(kind);
    this.volumes.push(volume);
  }
  unlock(): void {
    this.state = 'ready';
    this.#listener?.();
  }
}

/** The browser's storage, without a browser. */
function keptIn(texts: Map<string, string>) {
  return {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
  };
}

describe('what a console lets be heard', () => {
  let output: HeardOutput;
  let sound: Sound;
  beforeEach(() => {
    jest.useFakeTimers();
    output = new HeardOutput();
    sound = new Sound(output, new SoundSettings('sato', null));
    sound.start();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('an alarm is heard at once and again until it is seen', () => {
    const seen = sound.ring('alarm');
    expect(output.heard).toEqual(['alarm']);
    jest.advanceTimersByTime(2 * ringEveryMs);
    expect(output.heard).toEqual(['alarm', 'alarm', 'alarm']);
    seen();
    jest.advanceTimersByTime(5 * ringEveryMs);
    expect(output.heard).toHaveLength(3);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('two that want the same ring once, until neither wants it; stopped twice, it stops once', () => {
    const stops = [sound.ring('offer'), sound.ring('offer')];
    expect(output.heard).toEqual(['offer']);
    stops[0]?.();
    stops[0]?.();
    expect(sound.getRung()).toEqual(['offer']);
    stops[1]?.();
    expect(sound.getRung()).toEqual([]);
  });

  test('what rings together takes turns, and the gravest is told first', () => {
    sound.ring('offer');
    sound.ring('alarm');
    expect(sound.getRung()).toEqual(['alarm', 'offer']);
    jest.advanceTimersByTime(4 * ringEveryMs);
    expect(output.heard.slice(2)).toEqual(['alarm', 'offer', 'alarm', 'offer']);
  });

  test('what the browser blocked is heard as soon as it is allowed', () => {
    output.state = 'blocked';
    sound.ring('alarm');
    expect(output.heard).toEqual([]);
    output.unlock();
    expect(output.heard).toEqual(['alarm']);
  });

  test('a muted console stays silent, still says what rings, and lets itself be tried', () => {
    sound.settings.change({ isMuted: true });
    sound.ring('alarm');
    sound.play('message');
    expect(output.heard).toEqual([]);
    expect(sound.getRung()).toEqual(['alarm']);
    sound.test('message');
    expect(output.heard).toEqual(['message']);
  });

  test('only one of several tabs rings; each can be tried', () => {
    output.isRinging = false;
    sound.ring('alarm');
    jest.advanceTimersByTime(ringEveryMs);
    expect(output.heard).toEqual([]);
    sound.test('alarm');
    expect(output.heard).toEqual(['alarm']);
  });

  test('a whisper has a volume of its own', () => {
    sound.settings.change({ volume: 0.9, whisperVolume: 0.1 });
    sound.play('whisper');
    sound.test('message');
    sound.test('whisper');
    expect(output.heard).toEqual(['whisper', 'message', 'whisper']);
    expect(output.volumes).toEqual([0.1, 0.9, 0.1]);
  });

  test('whatever is to be noticed is told once, also muted and in every tab', () => {
    const told: SoundKind[] = [];
    const stop = sound.subscribeTold((kind) => told.push(kind));
    sound.settings.change({ isMuted: true });
    output.isRinging = false;
    const seen = sound.ring('offer');
    jest.advanceTimersByTime(3 * ringEveryMs);
    sound.play('message');
    sound.test('alarm');
    seen();
    stop();
    sound.play('message');
    expect(told).toEqual(['offer', 'message']);
  });

  test('the volume is the person’s own, also after signing in again', () => {
    const texts = new Map<string, string>();
    new SoundSettings('sato', keptIn(texts)).change({ volume: 0.2 });
    new SoundSettings('suzuki', keptIn(texts)).change({ isMuted: true });
    const again = new Sound(output, new SoundSettings('sato', keptIn(texts)));
    again.play('message');
    expect(output.volumes).toEqual([0.2]);
    expect(new SoundSettings('suzuki', keptIn(texts)).get().isMuted).toBe(true);
  });

  test('what is kept and can’t be read is the standard, and another tab’s change is followed', () => {
    const texts = new Map([['tomoshibi.sound.sato', '{"volume":7}']]);
    const settings = new SoundSettings('sato', keptIn(texts));
    expect(settings.get()).toEqual({ volume: 0.6, whisperVolume: 0.6, isMuted: false });
    let told = 0;
    settings.subscribe(() => (told += 1));
    texts.set('tomoshibi.sound.sato', '{"volume":0.1,"isMuted":true}');
    settings.readAgain();
    expect(settings.get()).toEqual({ volume: 0.1, whisperVolume: 0.6, isMuted: true });
    expect(told).toBe(1);
  });
});

import { describe, expect, test } from '@jest/globals';
import { DesktopNotices, type NoticePlatform, type Permission } from './desktop-notices.js';

class FakePlatform implements NoticePlatform {
  readonly open: string[] = [];
  granted: Permission = 'default';
  answer: Permission = 'granted';

  permission = (): Permission => this.granted;
  ask = (): Promise<Permission> => {
    this.granted = this.answer;
    return Promise.resolve(this.granted);
  };
  show: NoticePlatform['show'] = (title, { tag }) => {
    this.open.push(`${tag} ${title}`);
    return { close: () => void this.open.splice(this.open.indexOf(`${tag} ${title}`), 1) };
  };
}

const options = { body: '', staysUntilSeen: false, onOpen: () => undefined };

describe('notices outside the console', () => {
  test('wait for a press that asks, and say when the browser forbids them', async () => {
    const platform = new FakePlatform();
    const notices = new DesktopNotices('sato', null, platform);
    let told = 0;
    notices.subscribe(() => (told += 1));
    notices.show('offer', 'x', options);
    expect([notices.getState(), platform.open]).toEqual(['ask', []]);
    platform.answer = 'denied';
    await notices.ask();
    expect([notices.getState(), told]).toEqual(['denied', 1]);
    notices.show('offer', 'x', options);
    expect(platform.open).toEqual([]);
    expect(new DesktopNotices('sato', null, null).getState()).toBe('missing');
  });

  test('are one of a kind, end with what they tell, and all of them when turned off', async () => {
    const platform = new FakePlatform();
    const notices = new DesktopNotices('sato', null, platform);
    await notices.ask();
    notices.show('offer', 'one', options);
    notices.show('message', 'two', options);
    notices.end('offer');
    notices.end('offer');
    expect(platform.open).toEqual(['tomoshibi.message two']);
    notices.turn(false);
    expect([notices.getState(), platform.open]).toEqual(['off', []]);
    notices.show('message', 'three', options);
    expect(platform.open).toEqual([]);
  });

  test('stay as the person chose, each person for themselves', () => {
    const texts = new Map<string, string>();
    const kept = {
      getItem: (key: string) => texts.get(key) ?? null,
      setItem: (key: string, text: string) => void texts.set(key, text),
    };
    const platform = new FakePlatform();
    platform.granted = 'granted';
    new DesktopNotices('sato', kept, platform).turn(false);
    new DesktopNotices('suzuki', kept, platform).letScreenSleep(true);
    const [sato, suzuki] = ['sato', 'suzuki'].map((id) => new DesktopNotices(id, kept, platform));
    expect([sato?.getState(), sato?.mayScreenSleep()]).toEqual(['off', false]);
    expect([suzuki?.getState(), suzuki?.mayScreenSleep()]).toEqual(['on', true]);
    texts.set('tomoshibi.notices.sato', 'not JSON');
    expect(new DesktopNotices('sato', kept, platform).getState()).toBe('on');
  });
});

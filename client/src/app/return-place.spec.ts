import { beforeEach, describe, expect, test } from '@jest/globals';
import { forgetPlace, rememberPlace, takePlace } from './return-place.js';

const location = { pathname: '/', search: '' };
const kept = new Map<string, string>();

/** Somebody is at this address, and has to sign in (again). */
function left(pathname: string, search = '', staffId: string | null = 'sato'): void {
  Object.assign(location, { pathname, search });
  rememberPlace(staffId);
}

const all = (): boolean => true;
const screens = (path: string): boolean => ['/', '/sign-in', '/audit', '/board'].includes(path);

describe('where somebody goes on after signing in', () => {
  beforeEach(() => {
    kept.clear();
    const sessionStorage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    };
    Object.assign(globalThis, { window: { location, sessionStorage } });
  });

  test('is where they were, with all that stood in the address', () => {
    left('/', '?ticket=7');
    expect(takePlace('sato', screens)).toBe('/?ticket=7');
    left('/audit', '?person=a?b', null);
    expect(takePlace('sato', screens)).toBe('/audit?person=a?b');
  });

  test('is told once', () => {
    left('/audit');
    takePlace('sato', screens);
    expect(takePlace('sato', screens)).toBe('/');
  });

  test('is their first screen after somebody else, or after signing out', () => {
    left('/audit');
    expect(takePlace('tanaka', screens)).toBe('/');
    left('/audit');
    forgetPlace();
    expect(takePlace('sato', screens)).toBe('/');
  });

  test('is no screen that they may not see', () => {
    left('/audit');
    expect(takePlace('sato', (path) => path !== '/audit')).toBe('/');
  });

  test.each(['//elsewhere.example', '/\\elsewhere.example', '/sign-in', '/nowhere'])(
    'is no address that is no screen: %s',
    (pathname) => {
      left(pathname);
      expect(takePlace('sato', screens)).toBe('/');
    },
  );

  test('is their first screen where something else lies in its place, or nothing can be kept', () => {
    for (const value of ['', '{', 'null', '{"address":1,"staffId":null}']) {
      kept.set('tomoshibi.return-place', value);
      expect(takePlace('sato', all)).toBe('/');
    }
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new Error('blocked');
      },
    });
    left('/audit');
    expect(takePlace('sato', all)).toBe('/');
  });
});

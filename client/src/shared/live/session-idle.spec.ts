import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type IdleSocket, SessionIdle } from './session-idle.js';

const MINUTE = 60_000;

class FakeSocket implements IdleSocket {
  connected = true;
  said = 0;
  tell: (secondsLeft: number | null) => void = () => undefined;

  on: IdleSocket['on'] = (_event, listener) => {
    this.tell = (secondsLeft) => listener({ secondsLeft });
  };
  emit: IdleSocket['emit'] = () => {
    this.said += 1;
  };
}

describe('a session that only a person keeps open', () => {
  let socket: FakeSocket;
  let idle: SessionIdle;

  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
    socket = new FakeSocket();
    idle = new SessionIdle(socket);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('hears of somebody once a minute, however much they do', () => {
    for (let act = 0; act < 120; act += 1) {
      idle.acted();
      jest.advanceTimersByTime(MINUTE / 60);
    }
    expect(socket.said).toBe(2);
  });

  test('hears of them at once when it is about to end', () => {
    idle.acted();
    jest.advanceTimersByTime(MINUTE / 2);
    socket.tell(180);
    idle.acted();
    idle.acted();
    expect(socket.said).toBe(2);
  });

  test('keeps nothing for later that could not be said', () => {
    socket.connected = false;
    idle.acted();
    socket.connected = true;
    expect(socket.said).toBe(0);
    idle.acted();
    expect(socket.said).toBe(1);
  });

  test('says when it ends, and leaves the line under the finger for a moment when it doesn’t any more', () => {
    const told: (number | null)[] = [];
    idle.subscribe(() => told.push(idle.getEndsAt()));
    socket.tell(null);
    socket.tell(180);
    socket.tell(null);
    expect(told).toEqual([3 * MINUTE]);
    jest.runAllTimers();
    expect(told).toEqual([3 * MINUTE, null]);
    socket.tell(null);
    socket.tell(120);
    socket.tell(null);
    socket.tell(90);
    jest.runAllTimers();
    expect(idle.getEndsAt()).not.toBeNull();
  });
});

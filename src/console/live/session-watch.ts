import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Worker } from '../../database/worker.js';
import { SessionService, type Standing } from '../../staff/session.service.js';
import { type ConsoleSocket, cutOff } from './console-socket.js';
import { LiveService } from './live.service.js';

/** A session may be ended through any process; its sockets are cut off within this time wherever they are. */
const CHECK_MS = 2000;

/**
 * Cuts off consoles whose session is over: signed out, ended, run out, or of somebody who may no longer work here; and
 * tells those whose session is about to end because nobody does anything.
 */
@Injectable()
export class SessionWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #worker = new Worker('session-watch', CHECK_MS, () => this.check());

  constructor(
    private readonly sessions: SessionService,
    private readonly live: LiveService,
  ) {}

  onApplicationBootstrap(): void {
    this.#worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
  }

  /** Sessions have just been ended here, or used before they would have ended: look at once. */
  poke(): void {
    this.#worker.poke();
  }

  /** Looks at every console of this process. */
  async check(): Promise<boolean> {
    const sockets = [...this.live.sockets];
    if (sockets.length === 0) return false;
    const open = await this.sessions.stillOpen([...new Set(sockets.map(({ data }) => data.token))]);
    for (const socket of sockets) {
      const standing = open.get(socket.data.token);
      if (standing === undefined) cutOff(socket);
      else tell(socket, standing);
    }
    return false;
  }
}

/** Only what is new to it: it counts down by itself. */
function tell(socket: ConsoleSocket, standing: Standing): void {
  const idleEnd = standing?.idleEnd ?? null;
  if (socket.data.idleEnd === idleEnd) return;
  socket.data.idleEnd = idleEnd;
  socket.emit('session.idle', { secondsLeft: standing?.secondsLeft ?? null });
}

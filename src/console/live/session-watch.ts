import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Worker } from '../../database/worker.js';
import { SessionService } from '../../staff/session.service.js';
import { LiveService } from './live.service.js';

/** A session may be ended through any process; its sockets are cut off within this time wherever they are. */
const CHECK_MS = 2000;

/** Cuts off consoles whose session is over: signed out, ended, run out, or of somebody who may no longer work here. */
@Injectable()
export class SessionWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #worker = new Worker('session-watch', CHECK_MS, () => this.#check());

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

  /** Sessions have just been ended here: look at once. */
  poke(): void {
    this.#worker.poke();
  }

  async #check(): Promise<boolean> {
    const sockets = [...this.live.sockets];
    if (sockets.length === 0) return false;
    const open = await this.sessions.stillOpen([...new Set(sockets.map(({ data }) => data.token))]);
    for (const socket of sockets) {
      if (open.has(socket.data.token)) continue;
      socket.emit('session.ended');
      socket.disconnect(true);
    }
    return false;
  }
}

import { randomBytes } from 'node:crypto';
import { mkdir, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { SpoolFile } from './spool-file.js';

/** `<file>.<owner>.spool`: the file's own id, and the process that may write and drain it. */
const FILE_NAME = /^([0-9a-f-]{36})\.([0-9a-f]{16})\.spool$/;
/** What a socket's address may hold on every system. */
const LONGEST_SOCKET_PATH = 100;
/** A socket that nobody answers at may just have been made; after this long, in milliseconds, it is a leftover. */
const LEFTOVER_AFTER_MS = 60_000;

/**
 * The folder of the spool. Several processes may share it: each writes files of its own, and shows that it lives by
 * listening at a socket, which the system closes when the process ends, however it ends. What a dead process left is
 * taken over by renaming it, which only one can do.
 */
export class SpoolFolder {
  readonly #owner = randomBytes(8).toString('hex');
  #alive: Server | undefined;

  private constructor(private readonly folder: string) {}

  static async open(folder: string): Promise<SpoolFolder> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const opened = new SpoolFolder(await realpath(folder));
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(opened.#socketOf(opened.#owner), resolve);
    });
    server.unref();
    opened.#alive = server;
    return opened;
  }

  async create(): Promise<SpoolFile> {
    const id = uuidv7();
    return SpoolFile.create(id, path.join(this.folder, `${id}.${this.#owner}.spool`));
  }

  /** Takes over the files of processes that are gone, oldest first. */
  async adopt(): Promise<SpoolFile[]> {
    const adopted: SpoolFile[] = [];
    for (const name of (await readdir(this.folder)).toSorted()) {
      const [, id, owner] = FILE_NAME.exec(name) ?? [];
      if (id === undefined || owner === undefined || owner === this.#owner) continue;
      if (await this.#lives(owner)) continue;
      const own = path.join(this.folder, `${id}.${this.#owner}.spool`);
      // Of several that try, one finds it.
      const mine = await rename(path.join(this.folder, name), own).then(
        () => true,
        () => false,
      );
      if (mine) adopted.push(await SpoolFile.adopt(id, own));
    }
    await this.#removeLeftovers();
    return adopted;
  }

  async close(): Promise<void> {
    const server = this.#alive;
    if (server === undefined) return;
    await new Promise((resolve) => server.close(resolve));
    await rm(this.#socketOf(this.#owner), { force: true });
  }

  #lives(owner: string): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.#socketOf(owner));
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', ({ code }: NodeJS.ErrnoException) => {
        // Any other trouble is no proof of a death.
        resolve(code !== 'ECONNREFUSED' && code !== 'ENOENT');
      });
    });
  }

  async #removeLeftovers(): Promise<void> {
    for (const name of await readdir(this.folder)) {
      const [, owner] = /^([0-9a-f]{16})\.sock$/.exec(name) ?? [];
      if (owner === undefined || owner === this.#owner) continue;
      const file = path.join(this.folder, name);
      const age = await stat(file).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      if (age > LEFTOVER_AFTER_MS && !(await this.#lives(owner))) await rm(file, { force: true });
    }
  }

  #socketOf(owner: string): string {
    const beside = path.join(this.folder, `${owner}.sock`);
    return beside.length <= LONGEST_SOCKET_PATH ? beside : path.join(tmpdir(), `tomoshibi-${owner}.sock`);
  }
}

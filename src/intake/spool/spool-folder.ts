import { randomBytes } from 'node:crypto';
import { mkdir, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import { Logger } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { SET_ASIDE_DAYS } from '../../contract/desk.js';
import { describeError } from '../../database/worker.js';
import { keptSince } from '../../inbox/kept-since.js';
import { SpoolFile } from './spool-file.js';

/** `<file>.<owner>.spool`: the file's own id, and the process that may write and drain it. */
const FILE_NAME = /^([0-9a-f-]{36})\.([0-9a-f]{16})\.spool$/;
/** What could be neither read nor stored of a file; older versions kept the whole of it, with its owner's name. */
const DAMAGED_NAME = /^[0-9a-f-]{36}\.(?:[0-9a-f]{16}\.spool\.)?damaged$/;
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
  readonly #logger = new Logger(SpoolFolder.name);
  readonly #owner = randomBytes(8).toString('hex');
  #alive: Server | undefined;
  /** Files that this process has in its hands, or had. */
  readonly #open = new Set<string>();

  private constructor(private readonly folder: string) {}

  static async open(folder: string): Promise<SpoolFolder> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const opened = new SpoolFolder(await realpath(folder));
    // Anywhere else, a process with another folder for passing files would take a living one for dead.
    const tooLong = Buffer.byteLength(opened.#socketOf(opened.#owner)) - LONGEST_SOCKET_PATH;
    if (tooLong > 0) throw new UnusableFolderError(`its path is ${tooLong} bytes too long for a socket`);
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
    this.#open.add(id);
    return SpoolFile.create(id, path.join(this.folder, `${id}.${this.#owner}.spool`));
  }

  /**
   * Takes over the files of processes that are gone, oldest first, and what is ours by name but not in our hands. One
   * that can't be taken over now is tried again the next time, and keeps no other.
   */
  async adopt(): Promise<SpoolFile[]> {
    const adopted: SpoolFile[] = [];
    for (const name of (await readdir(this.folder)).toSorted()) {
      const [, id, owner] = FILE_NAME.exec(name) ?? [];
      if (id === undefined || owner === undefined || this.#open.has(id)) continue;
      if (owner !== this.#owner && (await this.#lives(owner))) continue;
      const own = path.join(this.folder, `${id}.${this.#owner}.spool`);
      try {
        // Of several that try, one finds it.
        if (owner !== this.#owner) await rename(path.join(this.folder, name), own);
        adopted.push(await SpoolFile.adopt(id, own));
        this.#open.add(id);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
        this.#logger.error(`alarm: ${name} can't be taken over (${describeError(error)}); it is tried again`);
      }
    }
    await this.#removeLeftovers();
    await this.#removeExpired();
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

  /** No erasure reaches what is in them: kept as long as other input that nobody could read. */
  async #removeExpired(): Promise<void> {
    let count = 0;
    for (const name of await readdir(this.folder)) {
      if (!DAMAGED_NAME.test(name)) continue;
      const file = path.join(this.folder, name);
      // Another process may have just deleted it.
      const found = await stat(file).catch(() => undefined);
      if (found === undefined || found.mtime >= keptSince()) continue;
      await rm(file, { force: true });
      count += 1;
    }
    if (count > 0)
      this.#logger.warn(`${count} damaged spool files were deleted after ${SET_ASIDE_DAYS} days`);
  }

  #socketOf(owner: string): string {
    return path.join(this.folder, `${owner}.sock`);
  }
}

/** A folder that can't be used as it is. Its message tells the operator why. */
export class UnusableFolderError extends Error {
  override readonly name = 'UnusableFolderError';
}

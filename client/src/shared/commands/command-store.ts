import { type IconName } from '../ui/icon.js';
import { allShortcuts, type Shortcut } from './shortcuts.js';

/** In the order in which the palette shows them. */
export const commandGroups = ['talk', 'tickets', 'screens', 'self'] as const;
export type CommandGroup = (typeof commandGroups)[number];

/** Something that can be done now, as a person looks for it. */
export interface Command {
  readonly id: string;
  readonly group: CommandGroup;
  readonly name: string;
  /** What tells it from others of the same kind. */
  readonly detail?: string | undefined;
  /** Other words by which somebody may look for it: its reading, and what it is called elsewhere. */
  readonly words?: string | undefined;
  readonly icon: IconName;
  readonly shortcut?: Shortcut | undefined;
  /** Why it can't be done now. */
  readonly obstacle?: string | undefined;
  readonly run: () => void;
}

/** Hands out what its part of the screen offers at this moment. */
export type CommandSource = () => readonly Command[];

/** What every part of the screen offers. Parts name their own commands, so that none has to know another. */
export class CommandStore {
  readonly #sources = new Set<CommandSource>();
  readonly #listeners = new Set<() => void>();
  #version = 0;

  add(source: CommandSource): () => void {
    this.#sources.add(source);
    this.changed();
    return () => {
      this.#sources.delete(source);
      this.changed();
    };
  }

  changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }

  getVersion = (): number => this.#version;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Each once, group by group, those with keys first. What was named twice is the one that was there first. */
  list(): Command[] {
    const found = new Map<string, Command>();
    for (const source of this.#sources)
      for (const command of source()) if (!found.has(command.id)) found.set(command.id, command);
    const sorted = [...found.values()].toSorted((a, b) => placeOf(a) - placeOf(b));
    return commandGroups.flatMap((group) => sorted.filter((command) => command.group === group));
  }

  /** Does it as it stands now. @returns whether it could be done */
  run(id: string): boolean {
    return runIfPossible(this.list().find((command) => command.id === id));
  }

  /** @returns whether anything answers this key now */
  runShortcut(shortcut: Shortcut): boolean {
    return runIfPossible(this.list().find((command) => command.shortcut === shortcut));
  }
}

function runIfPossible(command: Command | undefined): boolean {
  if (command === undefined || command.obstacle !== undefined) return false;
  command.run();
  return true;
}

function placeOf({ shortcut }: Command): number {
  return shortcut === undefined ? allShortcuts.length : allShortcuts.indexOf(shortcut);
}

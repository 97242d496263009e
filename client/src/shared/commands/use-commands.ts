import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import { type Command, type CommandStore } from './command-store.js';

export const CommandContext = createContext<CommandStore | null>(null);

export function useCommandStore(): CommandStore {
  const store = useContext(CommandContext);
  if (store === null) throw new Error('commands are used outside their provider');
  return store;
}

/** Offers these to the palette and to their keys as long as the part of the screen stands. */
export function useCommands(commands: readonly Command[]): void {
  const store = useCommandStore();
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => store.add(() => latest.current), [store]);
  const looks = commands
    .map(({ id, name, detail = '', obstacle = '' }) => [id, name, detail, obstacle].join('\t'))
    .join('\n');
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) isFirst.current = false;
    else store.changed();
  }, [store, looks]);
}

/** Everything that can be done now, as it changes. */
export function useEveryCommand(): readonly Command[] {
  const store = useCommandStore();
  useSyncExternalStore(store.subscribe, store.getVersion);
  return store.list();
}

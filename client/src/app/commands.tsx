import { type JSX, lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { type Command, CommandStore } from '../shared/commands/command-store.js';
import { isOnMac, keysOf, type Shortcut, shortcutOf } from '../shared/commands/shortcuts.js';
import { hasSingleKeys } from '../shared/commands/single-keys.js';
import { CommandContext } from '../shared/commands/use-commands.js';
import { PaletteContext } from './palette-context.js';

const Palette = lazy(async () => ({ default: (await import('../features/palette/palette.js')).Palette }));
const ShortcutSheet = lazy(async () => ({
  default: (await import('../features/palette/shortcut-sheet.js')).ShortcutSheet,
}));

/** What takes letters, or chooses by them. */
const writing =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="textbox"], [role="combobox"], ' +
  '[role="listbox"], [role="menu"], [role="slider"]';
/** What asks for an answer first. */
const asking = '[role="dialog"], [role="alertdialog"], [role="menu"]';

type Shown = 'palette' | 'sheet' | null;

/** Keeps what can be done, and answers the keys for it on every screen. */
export function Commands({ children }: { children: ReactNode }): JSX.Element {
  const [store] = useState(() => new CommandStore());
  const [shown, setShown] = useState<Shown>(null);
  const answer = useCallback(
    (shortcut: Shortcut): boolean => {
      const isAsked = document.querySelector(asking) !== null;
      if (shortcut === 'palette' || shortcut === 'sheet') {
        // Over a question nothing else is opened; its own key closes the palette again.
        if (!isAsked) setShown(shortcut);
        else setShown((now) => (now === 'palette' && shortcut === 'palette' ? null : now));
        return true;
      }
      if (isAsked && keysOf(shortcut).where !== 'anywhere') return false;
      return store.runShortcut(shortcut);
    },
    [store],
  );
  useKeys(answer);
  const close = (): void => setShown(null);
  const run = (command: Command): void => {
    flushSync(close);
    // The keyboard goes back to where it was first; from there the command may take it on.
    requestAnimationFrame(() => requestAnimationFrame(() => store.run(command.id)));
  };
  return (
    <CommandContext value={store}>
      <PaletteContext value={setShown}>
        {children}
        <Suspense>
          {shown === 'palette' && <Palette onClose={close} onRun={run} />}
          {shown === 'sheet' && <ShortcutSheet onClose={close} />}
        </Suspense>
      </PaletteContext>
    </CommandContext>
  );
}

function useKeys(answer: (shortcut: Shortcut) => boolean): void {
  useEffect(() => {
    const isMac = isOnMac();
    const press = (event: KeyboardEvent): void => {
      const { target } = event;
      const isWriting = target instanceof Element && target.closest(writing) !== null;
      const shortcut = shortcutOf(event, { isWriting, isMac });
      if (shortcut === null) return;
      if (keysOf(shortcut).where === 'outside-fields' && !hasSingleKeys()) return;
      if (answer(shortcut)) event.preventDefault();
    };
    // Before any field gets it: the field would write a letter, and the browser has keys of its own.
    document.addEventListener('keydown', press, { capture: true });
    return () => document.removeEventListener('keydown', press, { capture: true });
  }, [answer]);
}

import { isTakenByInputMethod } from '../keys/input-method.js';

/**
 * Where a key works. `anywhere`: also while somebody writes, so it neither writes nor converts anything.
 * `outside-fields`: one sign alone, which a field would write. `field`: the text field itself answers it.
 */
type Where = 'anywhere' | 'outside-fields' | 'field';

interface Keys {
  readonly group: ShortcutGroup;
  readonly where: Where;
  /** What the key writes; of a letter, the small one. */
  readonly key: string;
  /** Ctrl, or ⌘ on a Mac. */
  readonly mod?: boolean;
  /** With Alt the place of the key counts: Option on a Mac makes other letters. */
  readonly alt?: boolean;
  readonly shift?: boolean;
}

export const shortcutGroups = ['everywhere', 'talk', 'writing', 'offer'] as const;
export type ShortcutGroup = (typeof shortcutGroups)[number];

/** Every key of the console, once: what listens to keys and what tells people about them both read it here. */
export const shortcuts = {
  palette: { group: 'everywhere', where: 'anywhere', key: 'k', mod: true },
  sheet: { group: 'everywhere', where: 'outside-fields', key: '?' },
  nextTicket: { group: 'everywhere', where: 'outside-fields', key: 'j' },
  previousTicket: { group: 'everywhere', where: 'outside-fields', key: 'k' },
  line: { group: 'everywhere', where: 'outside-fields', key: 'l' },
  reply: { group: 'talk', where: 'outside-fields', key: 'r' },
  note: { group: 'talk', where: 'outside-fields', key: 'n' },
  canned: { group: 'talk', where: 'outside-fields', key: '/' },
  quoteLast: { group: 'talk', where: 'outside-fields', key: 'q' },
  risk: { group: 'talk', where: 'outside-fields', key: 'f' },
  transfer: { group: 'talk', where: 'outside-fields', key: 't' },
  close: { group: 'talk', where: 'outside-fields', key: 'e' },
  send: { group: 'writing', where: 'field', key: 'Enter' },
  newLine: { group: 'writing', where: 'field', key: 'Enter', shift: true },
  slash: { group: 'writing', where: 'field', key: '/' },
  undo: { group: 'writing', where: 'field', key: 'Escape' },
  accept: { group: 'offer', where: 'anywhere', key: 'y', alt: true },
  decline: { group: 'offer', where: 'anywhere', key: 'n', alt: true },
} as const satisfies Record<string, Keys>;

export type Shortcut = keyof typeof shortcuts;
export const allShortcuts = Object.keys(shortcuts) as Shortcut[];

export const keysOf = (shortcut: Shortcut): Keys => shortcuts[shortcut];

export type KeyPress = Pick<
  KeyboardEvent,
  'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'isComposing' | 'keyCode'
>;

const isLetter = (key: string): boolean => /^[a-z]$/.test(key);

function isPressed(press: KeyPress, { key, mod = false, alt = false }: Keys, isMac: boolean): boolean {
  const [wanted, other] = isMac ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  if (wanted !== mod || other || press.altKey !== alt) return false;
  // The shift that a sign needs differs from keyboard to keyboard; a letter has none.
  if (isLetter(key) && press.shiftKey) return false;
  return alt ? press.code === `Key${key.toUpperCase()}` : press.key.toLowerCase() === key;
}

/**
 * What a key press asks for, apart from what fields answer themselves; null for everything else, and for every key that
 * an input method handles.
 * @param isWriting the key would write a sign, or choose something, where the focus is
 */
export function shortcutOf(
  press: KeyPress,
  { isWriting, isMac }: { isWriting: boolean; isMac: boolean },
): Shortcut | null {
  if (isTakenByInputMethod(press) || press.repeat) return null;
  const found = allShortcuts.find((name) => {
    const keys = keysOf(name);
    if (keys.where === 'field' || (keys.where === 'outside-fields' && isWriting)) return false;
    return isPressed(press, keys, isMac);
  });
  return found ?? null;
}

export const isOnMac = (): boolean => /mac|iphone|ipad/i.test(navigator.platform);

const names: Record<string, string> = { Escape: 'Esc' };

/** The keys as they stand on a keyboard: `Ctrl` `K`. */
export function keyNames(shortcut: Shortcut, isMac: boolean): string[] {
  const { key, mod = false, alt = false, shift = false } = keysOf(shortcut);
  return [
    ...(mod ? [isMac ? '⌘' : 'Ctrl'] : []),
    ...(alt ? [isMac ? '⌥' : 'Alt'] : []),
    ...(shift ? ['Shift'] : []),
    isLetter(key) ? key.toUpperCase() : (names[key] ?? key),
  ];
}

/** As assistive technology wants it. */
export function ariaKeys(shortcut: Shortcut, isMac: boolean): string {
  const { key, mod = false, alt = false, shift = false } = keysOf(shortcut);
  const parts = [
    ...(mod ? [isMac ? 'Meta' : 'Control'] : []),
    ...(alt ? ['Alt'] : []),
    ...(shift ? ['Shift'] : []),
  ];
  return [...parts, isLetter(key) ? key.toUpperCase() : key].join('+');
}

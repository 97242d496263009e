/**
 * Words that haven't reached the server yet: drafts, and replies whose request failed. They stay in this tab only
 * (sessionStorage), under the person who wrote them, and are gone when that person signs out.
 */
const prefix = 'tomoshibi.words.';
const memory = new Map<string, string>();
const listeners = new Set<() => void>();

const keyOf = (staffId: string, what: string): string => `${prefix}${staffId}.${what}`;

function storage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    // Blocked by the browser's settings: memory alone has to do.
    return null;
  }
}

export function readWords(staffId: string, what: string): string | null {
  const key = keyOf(staffId, what);
  return memory.get(key) ?? storage()?.getItem(key) ?? null;
}

/** Calls the listener whenever something is kept or forgotten. */
export function subscribeWords(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function keepWords(staffId: string, what: string, value: string | null): void {
  const key = keyOf(staffId, what);
  try {
    if (value === null) {
      memory.delete(key);
      storage()?.removeItem(key);
    } else {
      memory.set(key, value);
      storage()?.setItem(key, value);
    }
  } catch {
    // The storage is full: memory has it.
  }
  for (const listener of listeners) listener();
}

/** Forgets everybody's words, or everybody's but one's. */
export function forgetWords(butOf?: string): void {
  const kept = butOf === undefined ? null : keyOf(butOf, '');
  const isForgotten = (key: string): boolean =>
    key.startsWith(prefix) && (kept === null || !key.startsWith(kept));
  for (const key of memory.keys()) if (isForgotten(key)) memory.delete(key);
  const store = storage();
  if (store !== null) for (const key of Object.keys(store)) if (isForgotten(key)) store.removeItem(key);
  for (const listener of listeners) listener();
}

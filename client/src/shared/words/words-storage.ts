import { z } from 'zod';

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

function put(key: string, value: string | null): void {
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
}

function tell(): void {
  for (const listener of listeners) listener();
}

export function keepWords(staffId: string, what: string, value: string | null): void {
  put(keyOf(staffId, what), value);
  tell();
}

/** Everything that is kept, whoever wrote it. */
function everything(): ReadonlyMap<string, string> {
  const store = storage();
  const stored = Object.keys(store ?? {}).map((key): [string, string] => [key, store?.getItem(key) ?? '']);
  return new Map([...stored.filter(([key]) => key.startsWith(prefix)), ...memory]);
}

/** Forgets everybody's words, or everybody's but one's. */
export function forgetWords(butOf?: string): void {
  const kept = butOf === undefined ? null : keyOf(butOf, '');
  for (const key of everything().keys()) if (kept === null || !key.startsWith(kept)) put(key, null);
  tell();
}

const ofOneTicket = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const ofSeveral = z.array(z.looseObject({ ticketId: z.string() }));

/** What is about one ticket has its id at the end of its name; else it is a list, each entry of which names one. */
function entriesOf(key: string, value: string): readonly { readonly ticketId: string }[] {
  const ticketId = ofOneTicket.exec(key)?.[0];
  if (ticketId !== undefined) return [{ ticketId }];
  try {
    return ofSeveral.safeParse(JSON.parse(value)).data ?? [];
  } catch {
    return [];
  }
}

/** The tickets of which words are kept here. */
export function ticketsWithWords(): string[] {
  return [...everything()].flatMap(([key, value]) => entriesOf(key, value).map(({ ticketId }) => ticketId));
}

/** Forgets what everybody wrote in some tickets. */
export function forgetTicketWords(isForgotten: (ticketId: string) => boolean): void {
  for (const [key, value] of everything()) {
    const entries = entriesOf(key, value);
    const left = entries.filter(({ ticketId }) => !isForgotten(ticketId));
    if (left.length < entries.length) put(key, left.length === 0 ? null : JSON.stringify(left));
  }
  tell();
}

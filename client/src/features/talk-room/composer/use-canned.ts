import { type KeyboardEvent, useState } from 'react';
import { useCannedTexts } from '../api/get-canned-texts.js';
import { isTakenByInputMethod } from '../../../shared/keys/input-method.js';
import { type CannedQuery, cannedQuery, type CannedText, findCanned } from './canned-query.js';

export interface Canned {
  readonly query: CannedQuery | null;
  readonly found: readonly CannedText[];
  readonly chosen: number;
  readonly error: unknown;
  readonly isLoading: boolean;
  /** Somebody pressed Enter for a text that isn't there: it is said that nothing was sent. */
  readonly isMissed: boolean;
  readonly choose: (index: number) => void;
  /** True when the key was for the list. */
  readonly press: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
}

interface CannedOptions {
  ticketId: string;
  text: string;
  caret: number;
  onPick: (query: CannedQuery, canned: CannedText) => void;
}

/** The list of canned texts that opens on a slash at the start of a line. */
export function useCanned({ ticketId, text, caret, onPick }: CannedOptions): Canned {
  const [closedAt, setClosedAt] = useState<string | null>(null);
  const [missedAt, setMissedAt] = useState<string | null>(null);
  const [choice, setChoice] = useState({ words: '', index: 0 });
  const asked = cannedQuery(text, Math.min(caret, text.length));
  // Escape closes the list until something else is looked for.
  const place = asked === null ? null : `${asked.from} ${asked.words}`;
  const query = place !== closedAt ? asked : null;
  const { data, error, isLoading } = useCannedTexts(ticketId, query !== null);
  const found = query === null || data === undefined ? [] : findCanned(data.items, query.words);
  const chosen =
    query !== null && choice.words === query.words ? Math.min(choice.index, found.length - 1) : 0;
  const choose = (index: number): void => setChoice({ words: query?.words ?? '', index });

  const press = (event: KeyboardEvent<HTMLTextAreaElement>): boolean => {
    if (query === null || isTakenByInputMethod(event.nativeEvent)) return false;
    const canned = found[chosen];
    const isEnter = event.key === 'Enter' && !event.shiftKey;
    if (event.key === 'Escape') setClosedAt(place);
    // Whoever looks for a text doesn't mean to send what they look for; Escape first, and it is words like any others.
    else if (canned === undefined && isEnter) setMissedAt(place);
    else if (canned === undefined) return false;
    else if (event.key === 'ArrowDown') choose((chosen + 1) % found.length);
    else if (event.key === 'ArrowUp') choose((chosen + found.length - 1) % found.length);
    else if (isEnter || event.key === 'Tab') onPick(query, canned);
    else return false;
    event.preventDefault();
    return true;
  };
  const isMissed = query !== null && found.length === 0 && place === missedAt;
  return { query, found, chosen: Math.max(0, chosen), error, isLoading, isMissed, choose, press };
}

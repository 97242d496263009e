import { useRef, useState } from 'react';
import { useCannedTexts } from '../api/get-canned-texts.js';
import { type Draft, type PendingReply } from './pending-reply.js';
import { findPersonalData, type PersonalData } from './personal-data.js';

/** How a draft becomes a reply; null while it can't. */
export type Compose = (draft: Draft) => PendingReply | null;

interface Asked {
  /** What goes then is made of the draft as it is by then: what was written first may have been put right. */
  readonly compose: Compose;
  readonly found: readonly PersonalData[];
}

interface PersonalCheck {
  readonly asked: Asked | null;
  /** True when somebody should look at it once more: it is asked about then. */
  readonly check: (reply: PendingReply, compose: Compose) => boolean;
  readonly dismiss: () => void;
}

/** Each thing that was found is asked about once; numbers in the account's own texts are its own to give. */
export function usePersonalCheck(ticketId: string): PersonalCheck {
  const { data } = useCannedTexts(ticketId, true);
  const seen = useRef(new Set<string>());
  const [asked, setAsked] = useState<Asked | null>(null);
  const check = (reply: PendingReply, compose: Compose): boolean => {
    const texts = reply.bubbles.flatMap((bubble) => (bubble.kind === 'text' ? bubble.text : []));
    const known = data?.items.map(({ text }) => text) ?? [];
    const found = findPersonalData(texts.join('\n'), known).filter(({ words }) => !seen.current.has(words));
    if (found.length === 0) return false;
    for (const { words } of found) seen.current.add(words);
    setAsked({ compose, found });
    return true;
  };
  return { asked, check, dismiss: () => setAsked(null) };
}

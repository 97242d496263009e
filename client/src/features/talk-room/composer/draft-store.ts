import { z } from 'zod';
import { type DraftView, draftViewSchema } from '../../../shared/contract.js';
import { keepWords, readWords } from '../../../shared/words/words-storage.js';
import { type Draft, draftSchema, emptyDraft, isEmptyDraft, type PendingBubble } from './pending-reply.js';

/** What this tab knows of a draft on the server. */
const syncSchema = z.object({
  /** The saved state that the draft here was made from; null: none. */
  base: z.number().nullable(),
  /** Changed here since. */
  isDirty: z.boolean(),
  /** The newest saved state that this tab has heard of: an older one is of before. */
  newest: z.number().default(0),
  /** What the server was asked to keep, without an answer since: found there, it is this tab's own. */
  asked: z.array(draftSchema).default([]),
});
export type DraftSyncState = z.infer<typeof syncSchema>;

const draftName = (ticketId: string): string => `draft.${ticketId}`;
const syncName = (ticketId: string): string => `draft-sync.${ticketId}`;
const otherName = (ticketId: string): string => `draft-other.${ticketId}`;

export function parseDraft(raw: string | null): Draft {
  if (raw === null) return emptyDraft;
  try {
    const parsed = draftSchema.safeParse(JSON.parse(raw));
    return parsed.success ? parsed.data : emptyDraft;
  } catch {
    // An earlier version kept the text alone.
    return { ...emptyDraft, text: raw };
  }
}

export const rawDraft = (staffId: string, ticketId: string): string | null =>
  readWords(staffId, draftName(ticketId));
/** What another window saved while something else was written here, and which the server therefore still has. */
export const rawOther = (staffId: string, ticketId: string): string | null =>
  readWords(staffId, otherName(ticketId));

const otherSchema = draftViewSchema.extend({ draft: draftSchema });

export function parseOther(raw: string | null): z.infer<typeof otherSchema> | null {
  return raw === null ? null : (otherSchema.safeParse(JSON.parse(raw)).data ?? null);
}

export function readSync(staffId: string, ticketId: string): DraftSyncState {
  const raw = readWords(staffId, syncName(ticketId));
  const parsed = raw === null ? null : syncSchema.safeParse(JSON.parse(raw));
  return parsed?.success === true
    ? parsed.data
    : { base: null, isDirty: rawDraft(staffId, ticketId) !== null, newest: 0, asked: [] };
}

export function keepSync(staffId: string, ticketId: string, changes: Partial<DraftSyncState>): void {
  const before = readSync(staffId, ticketId);
  const newest = Math.max(before.newest, changes.base ?? 0);
  keepWords(staffId, syncName(ticketId), JSON.stringify({ ...before, ...changes, newest }));
}

export function keepDraft(staffId: string, ticketId: string, draft: Draft): void {
  const isKept = draft.text !== '' || draft.note !== '' || draft.quotes !== null || !isEmptyDraft(draft);
  keepWords(staffId, draftName(ticketId), isKept ? JSON.stringify(draft) : null);
}

export function keepOther(staffId: string, ticketId: string, other: DraftView | null): void {
  keepWords(staffId, otherName(ticketId), other === null ? null : JSON.stringify(other));
}

/** What is here takes the place of what another window saved, together with it or without it. */
export function endOther(
  staffId: string,
  ticketId: string,
  change: (draft: Draft, other: Draft) => Draft,
): void {
  const other = parseOther(rawOther(staffId, ticketId));
  if (other === null) return;
  keepOther(staffId, ticketId, null);
  keepSync(staffId, ticketId, { base: other.revision });
  changeDraft(staffId, ticketId, (draft) => change(draft, other.draft));
}

/** So many drafts without an answer are remembered. */
const remembered = 5;

/** Before the server is asked: the answer may get lost. */
export function noteAsked(staffId: string, ticketId: string, draft: Draft): void {
  const { asked } = readSync(staffId, ticketId);
  keepSync(staffId, ticketId, { asked: [...asked, draft].slice(-remembered) });
}

/** Also for a ticket that isn't on the screen any more: an upload may end then. */
export function changeDraft(staffId: string, ticketId: string, change: (draft: Draft) => Draft): void {
  keepSync(staffId, ticketId, { isDirty: true });
  keepDraft(staffId, ticketId, change(parseDraft(rawDraft(staffId, ticketId))));
}

/** The saved draft that goes with a reply: none while something else is being written. */
export function revisionToEnd(staffId: string, ticketId: string): number | null {
  return rawDraft(staffId, ticketId) === null ? readSync(staffId, ticketId).base : null;
}

/** The server has forgotten that draft together with the reply. */
export function noteSent(staffId: string, ticketId: string, revision: number): void {
  const { base, isDirty } = readSync(staffId, ticketId);
  if (base !== revision) return;
  keepSync(staffId, ticketId, { base: null, isDirty: isDirty && rawDraft(staffId, ticketId) !== null });
}

export type Meeting = 'same' | 'save' | 'adopt' | 'conflict';

const isSame = (a: Draft, b: Draft): boolean =>
  JSON.stringify(draftSchema.parse(a)) === JSON.stringify(draftSchema.parse(b));

/** Read before something that this tab knows of: a later state was saved since, or this one went with a reply. */
export function isOutdated(view: DraftView, { base, newest }: DraftSyncState): boolean {
  if (view.revision === null) return false;
  return view.revision < newest || (view.revision === newest && base === null);
}

export function hasText({ text, tray }: Draft, words: string): boolean {
  const texts = [text, ...tray.map((bubble) => (bubble.kind === 'text' ? bubble.text : ''))];
  return texts.some((each) => each.includes(words));
}

export function hasBubble({ tray }: Draft, bubble: PendingBubble): boolean {
  return tray.some((other) => isSame({ ...emptyDraft, tray: [other] }, { ...emptyDraft, tray: [bubble] }));
}

/** Whether all that the other has stands in the one too. */
function holds(one: Draft, other: Draft): boolean {
  return (
    hasText(one, other.text) &&
    one.note.includes(other.note) &&
    other.tray.every((bubble) => hasBubble(one, bubble)) &&
    other.quickReplies.every((label) => one.quickReplies.includes(label))
  );
}

/**
 * What becomes of the draft here when the server's is known. Where both were changed each stays where it is, until
 * somebody says what becomes of the other: nobody's words change while they write.
 */
export function meet(
  local: Draft,
  { base, isDirty, asked = [] }: Pick<DraftSyncState, 'base' | 'isDirty'> & Partial<DraftSyncState>,
  server: DraftView,
): Meeting {
  if (isSame(local, server.draft ?? emptyDraft)) return 'same';
  if (!isDirty) return 'adopt';
  if (server.draft === null || base === server.revision) return 'save';
  const { draft } = server;
  if (asked.some((own) => isSame(own, draft)) || holds(local, draft)) return 'save';
  return isEmptyDraft(local) ? 'adopt' : 'conflict';
}

import { ApiError, isPassing } from '../../../shared/api/request.js';
import { type DraftSaved, type DraftView } from '../../../shared/contract.js';
import {
  hasBubble,
  hasText,
  isOutdated,
  keepDraft,
  keepOther,
  keepSync,
  meet,
  noteAsked,
  parseDraft,
  rawDraft,
  rawOther,
  readSync,
} from './draft-store.js';
import { type Draft, emptyDraft, isEmptyDraft, putBack } from './pending-reply.js';

/** `kept`: only in this tab, for the server could not be reached, would not take it, or has another window's. */
export type DraftStatus = 'idle' | 'saved' | 'kept';

export interface DraftServer {
  read(): Promise<DraftView>;
  save(draft: Draft, base: number | null): Promise<DraftSaved>;
  discard(base: number): Promise<void>;
}

/** What the person is doing with their words here. */
interface Hand {
  /** A reply that can still be taken back keeps its words on the server until it goes. */
  isHeld(): boolean;
  /** They write here, and nothing may change the words under their caret. */
  isWriting(): boolean;
}

const saveAfterMs = 1500;
const retryAfterMs = 5000;
const restAfterMs = 1000;

/** By person and ticket: what has been begun, one after another, whoever began it. */
const lines = new Map<string, Promise<void>>();

/** Keeps the draft of one ticket here and on the server the same, without ever losing what was typed on either side. */
export class DraftSync {
  private timer: ReturnType<typeof setTimeout> | null = null;
  /** Until nobody writes here, for what another window saved. */
  private restTimer: ReturnType<typeof setTimeout> | null = null;
  private isStopped = false;

  constructor(
    private readonly staffId: string,
    private readonly ticketId: string,
    private readonly server: DraftServer,
    private readonly hand: Hand,
    private readonly report: (status: DraftStatus) => void,
  ) {}

  /** Compares with the server, then saves what is only here. */
  load(): Promise<void> {
    return this.inLine(() => this.compare());
  }

  /** Something was written: it is saved a little later, together with what comes until then. */
  touch(afterMs = saveAfterMs): void {
    if (this.isStopped || this.timer !== null || !this.isAhead()) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.save();
    }, afterMs);
  }

  /** Another window saved or deleted it, or this one did. */
  heard(revision: number | null): void {
    void this.inLine(async () => {
      const { base } = readSync(this.staffId, this.ticketId);
      if (revision !== base || this.hasOther()) await this.compare();
    });
  }

  save(): Promise<void> {
    return this.inLine(async () => {
      if (!this.isAhead()) return;
      if (this.hand.isHeld()) this.touch();
      else if (this.hasOther()) await this.compare();
      else await this.write(readSync(this.staffId, this.ticketId).base);
    });
  }

  /** Whether something here is to be told to the server. Beside another window's draft nothing is, but that it's gone. */
  private isAhead(): boolean {
    if (!this.hasOther()) return readSync(this.staffId, this.ticketId).isDirty;
    return isEmpty(parseDraft(rawDraft(this.staffId, this.ticketId)));
  }

  private hasOther(): boolean {
    return rawOther(this.staffId, this.ticketId) !== null;
  }

  stop(): void {
    for (const timer of [this.timer, this.restTimer]) if (timer !== null) clearTimeout(timer);
    [this.timer, this.restTimer] = [null, null];
    void this.save();
    this.isStopped = true;
  }

  /** A comparison beside a save would meet what was true before it. */
  private inLine(work: () => Promise<void>): Promise<void> {
    const name = `${this.staffId} ${this.ticketId}`;
    const done = (lines.get(name) ?? Promise.resolve()).then(work).finally(() => {
      if (lines.get(name) === done) lines.delete(name);
    });
    lines.set(name, done);
    return done;
  }

  private async compare(): Promise<void> {
    if (this.isStopped) return;
    try {
      const view = await this.server.read();
      if (!this.isStopped) this.settle(view);
    } catch (error) {
      this.fail(error);
    }
  }

  private async write(base: number | null): Promise<void> {
    const raw = rawDraft(this.staffId, this.ticketId);
    const draft = parseDraft(raw);
    if (!isEmpty(draft)) noteAsked(this.staffId, this.ticketId, draft);
    try {
      const revision = isEmpty(draft)
        ? await this.forget(base)
        : (await this.server.save(draft, base)).revision;
      const isDirty = rawDraft(this.staffId, this.ticketId) !== raw;
      keepSync(this.staffId, this.ticketId, { base: revision, isDirty, asked: [] });
      this.report(revision === null ? 'idle' : 'saved');
      this.touch();
    } catch (error) {
      if (error instanceof ApiError && error.code === 'draft_conflict') await this.compare();
      else this.fail(error);
    }
  }

  private async forget(base: number | null): Promise<null> {
    if (base !== null) await this.server.discard(base);
    return null;
  }

  private settle(view: DraftView): void {
    const { staffId, ticketId } = this;
    const local = parseDraft(rawDraft(staffId, ticketId));
    const sync = readSync(staffId, ticketId);
    if (isOutdated(view, sync)) return this.touch();
    const meeting = meet(local, sync, view);
    if (meeting === 'adopt' && this.hand.isWriting()) {
      // What is shown beside the field goes on with the other window.
      if (this.hasOther()) keepOther(staffId, ticketId, view.draft === null ? null : view);
      this.adoptAtRest();
      return;
    }
    if (meeting === 'adopt') keepDraft(staffId, ticketId, view.draft ?? emptyDraft);
    keepOther(staffId, ticketId, meeting === 'conflict' ? view : null);
    if (meeting === 'conflict') return this.report('kept');
    keepSync(staffId, ticketId, { base: view.revision, isDirty: meeting === 'save', asked: [] });
    this.report(view.revision === null ? 'idle' : 'saved');
    this.touch();
  }

  private adoptAtRest(): void {
    if (this.isStopped || this.restTimer !== null) return;
    this.restTimer = setTimeout(() => {
      this.restTimer = null;
      if (this.hand.isWriting()) this.adoptAtRest();
      else void this.load();
    }, restAfterMs);
  }

  private fail(error: unknown): void {
    this.report('kept');
    // A refusal would only be repeated; the next word tries again.
    if (isPassing(error)) this.touch(retryAfterMs);
  }
}

const isEmpty = (draft: Draft): boolean => isEmptyDraft(draft) && draft.text === '' && draft.note === '';

/** Both, the second after the first; what stands in both stands there once. */
export function joined(first: Draft, second: Draft): Draft {
  const isWithin = first.text.includes(second.text);
  const rest = isWithin ? { ...second, text: '', quotes: null } : second;
  const quotes = first.quotes ?? (isWithin ? second.quotes : null);
  const bubbles = first.tray.filter((bubble) => !hasBubble(second, bubble));
  if (first.text.trim() !== '' && !hasText(rest, first.text))
    bubbles.push({ kind: 'text', text: first.text, ...(quotes !== null && { quotes }) });
  const joint = putBack(rest, { bubbles, quickReplies: first.quickReplies });
  return { ...joint, quotes: joint.quotes ?? second.quotes, note: joinedNotes(first.note, second.note) };
}

function joinedNotes(first: string, second: string): string {
  if (first.includes(second)) return first;
  return second.includes(first) ? second : `${first}\n${second}`;
}

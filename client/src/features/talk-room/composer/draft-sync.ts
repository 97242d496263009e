import { ApiError, isPassing } from '../../../shared/api/request.js';
import { type DraftSaved, type DraftView } from '../../../shared/contract.js';
import {
  isOutdated,
  keepAside,
  keepDraft,
  keepSync,
  meet,
  noteAsked,
  parseDraft,
  rawAside,
  rawDraft,
  readSync,
} from './draft-store.js';
import { type Draft, emptyDraft, isEmptyDraft, putBack } from './pending-reply.js';

/** `kept`: only in this tab, for the server could not be reached or would not take it. */
export type DraftStatus = 'idle' | 'saved' | 'kept';

export interface DraftServer {
  read(): Promise<DraftView>;
  save(draft: Draft, base: number | null): Promise<DraftSaved>;
  discard(base: number): Promise<void>;
}

const saveAfterMs = 1500;
const retryAfterMs = 5000;

/** By person and ticket: what has been begun, one after another, whoever began it. */
const lines = new Map<string, Promise<void>>();

/** Keeps the draft of one ticket here and on the server the same, without ever losing what was typed on either side. */
export class DraftSync {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private isStopped = false;

  constructor(
    private readonly staffId: string,
    private readonly ticketId: string,
    private readonly server: DraftServer,
    /** A reply that can still be taken back keeps its words on the server until it goes. */
    private readonly isHeld: () => boolean,
    private readonly report: (status: DraftStatus) => void,
  ) {}

  /** Compares with the server, then saves what is only here. */
  load(): Promise<void> {
    return this.inLine(() => this.compare());
  }

  /** Something was written: it is saved a little later, together with what comes until then. */
  touch(afterMs = saveAfterMs): void {
    if (this.isStopped || this.timer !== null || !readSync(this.staffId, this.ticketId).isDirty) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.save();
    }, afterMs);
  }

  /** Another window saved or deleted it, or this one did. */
  heard(revision: number | null): void {
    void this.inLine(async () => {
      if (revision !== readSync(this.staffId, this.ticketId).base) await this.compare();
    });
  }

  save(): Promise<void> {
    return this.inLine(async () => {
      const { base, isDirty } = readSync(this.staffId, this.ticketId);
      if (!isDirty) return;
      if (this.isHeld()) this.touch();
      else await this.write(base);
    });
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
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
    if (meeting === 'conflict') {
      const before = parseDraft(rawAside(staffId, ticketId));
      keepAside(staffId, ticketId, joined(before, local));
    }
    if (meeting === 'adopt' || meeting === 'conflict') keepDraft(staffId, ticketId, view.draft ?? emptyDraft);
    keepSync(staffId, ticketId, { base: view.revision, isDirty: meeting === 'save', asked: [] });
    this.report(view.revision === null ? 'idle' : 'saved');
    this.touch();
  }

  private fail(error: unknown): void {
    this.report('kept');
    // A refusal would only be repeated; the next word tries again.
    if (isPassing(error)) this.touch(retryAfterMs);
  }
}

const isEmpty = (draft: Draft): boolean => isEmptyDraft(draft) && draft.text === '' && draft.note === '';

/** Both, the second after the first. */
export function joined(first: Draft, second: Draft): Draft {
  const bubbles = [
    ...first.tray,
    ...(first.text.trim() === '' ? [] : [{ kind: 'text' as const, text: first.text }]),
  ];
  const note = [first.note, second.note].filter((words) => words.trim() !== '').join('\n');
  if (bubbles.length === 0 && first.quickReplies.length === 0) return { ...second, note };
  return { ...putBack(second, { bubbles, quickReplies: first.quickReplies }), note };
}

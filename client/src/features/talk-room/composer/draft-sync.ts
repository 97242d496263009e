import { ApiError, isPassing } from '../../../shared/api/request.js';
import { type DraftSaved, type DraftView } from '../../../shared/contract.js';
import {
  keepAside,
  keepDraft,
  keepSync,
  meet,
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

/** Keeps the draft of one ticket here and on the server the same, without ever losing what was typed on either side. */
export class DraftSync {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private underWay: Promise<void> | null = null;
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
  async load(): Promise<void> {
    try {
      const view = await this.server.read();
      if (this.isStopped) return;
      this.settle(view);
    } catch (error) {
      this.fail(error);
    }
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
    if (this.underWay !== null) void this.underWay.then(() => this.heard(revision));
    else if (!this.isStopped && revision !== readSync(this.staffId, this.ticketId).base) void this.load();
  }

  async save(): Promise<void> {
    if (this.underWay !== null) await this.underWay;
    const { base, isDirty } = readSync(this.staffId, this.ticketId);
    if (!isDirty) return;
    if (this.isHeld()) return this.touch();
    this.underWay = this.write(base).finally(() => {
      this.underWay = null;
    });
    await this.underWay;
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    void this.save();
    this.isStopped = true;
  }

  private async write(base: number | null): Promise<void> {
    const raw = rawDraft(this.staffId, this.ticketId);
    const draft = parseDraft(raw);
    try {
      const revision = isEmpty(draft)
        ? await this.forget(base)
        : (await this.server.save(draft, base)).revision;
      const isDirty = rawDraft(this.staffId, this.ticketId) !== raw;
      keepSync(this.staffId, this.ticketId, { base: revision, isDirty });
      this.report(revision === null ? 'idle' : 'saved');
      this.touch();
    } catch (error) {
      if (error instanceof ApiError && error.code === 'draft_conflict') await this.load();
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
    const meeting = meet(local, readSync(staffId, ticketId), view);
    if (meeting === 'conflict') {
      const before = parseDraft(rawAside(staffId, ticketId));
      keepAside(staffId, ticketId, joined(before, local));
    }
    if (meeting === 'adopt' || meeting === 'conflict') keepDraft(staffId, ticketId, view.draft ?? emptyDraft);
    keepSync(staffId, ticketId, { base: view.revision, isDirty: meeting === 'save' });
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

import { type QueryClient } from '@tanstack/react-query';
import { v4 as uuid } from 'uuid';
import { ApiError, isPassing, isSignInRequired } from '../../shared/api/request.js';
import { errorBody, type ReplyView, type TalkRoomView } from '../../shared/contract.js';
import { putMessage } from '../../shared/live/apply-event.js';
import { Backoff } from '../../shared/live/backoff.js';
import { talkRoomKey } from '../../shared/live/query-keys.js';
import { type PendingReply } from './composer/pending-reply.js';
import { changeOutgoing, joinHeld, type OutgoingReply, readOutgoing } from './outgoing.js';

export type Post = (reply: OutgoingReply) => Promise<ReplyView>;

/** An event may have brought a newer row than this answer: then the newer one stays. */
function putIfAbsent(room: TalkRoomView | undefined, { messages }: ReplyView): TalkRoomView | undefined {
  if (room === undefined) return room;
  const known = new Set(room.messages.map(({ id }) => id));
  const fresh = messages.filter(({ id }) => !known.has(id));
  return { ...room, messages: fresh.reduce((list, message) => putMessage(list, message), room.messages) };
}

/**
 * Sends what people wrote: after the time in which they may take it back, one after another in each ticket, and again
 * and again while the server isn't there. The id that each reply got here makes it one, however often it is sent.
 */
export class Outbox {
  private readonly backoff = new Backoff();
  private readonly underWay = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private retryAt = 0;
  private isStopped = false;

  constructor(
    private readonly queryClient: QueryClient,
    private readonly staffId: string,
    private readonly post: Post,
  ) {}

  /** What was on its way when the page was left may or may not have arrived: it goes again. */
  start(): void {
    this.isStopped = false;
    this.change(null, (reply) =>
      reply.state === 'sending' && !this.underWay.has(reply.ticketId)
        ? { ...reply, state: 'waiting' }
        : reply,
    );
    this.pump();
  }

  /**
   * The page goes, and whoever pressed "send" meant it. What is held goes only where nothing is before it that it would
   * overtake; from then on nothing calls it back, and a page that comes back sends it again under its id.
   */
  leave(post: (reply: OutgoingReply) => void): void {
    if (this.isStopped) return;
    for (const ticketId of this.nextOfEach().keys())
      changeOutgoing(this.staffId, (list) => joinHeld(list, ticketId));
    for (const reply of this.nextOfEach().values()) {
      if (reply.state !== 'held') continue;
      this.change(reply.clientId, (other) => ({ ...other, state: 'sending', heldUntil: null, error: null }));
      post(reply);
    }
  }

  stop(): void {
    this.isStopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  send(ticketId: string, reply: PendingReply, holdSeconds: number): void {
    const heldUntil = holdSeconds === 0 ? null : Date.now() + holdSeconds * 1000;
    const state = heldUntil === null ? 'waiting' : 'held';
    changeOutgoing(this.staffId, (list) => [
      ...list,
      { ticketId, clientId: uuid(), ...reply, state, heldUntil, error: null },
    ]);
    this.retryAt = 0;
    this.pump();
  }

  /** The newest that can still be taken back, which is then gone from here. */
  takeBack(ticketId: string): OutgoingReply | null {
    const reply = readOutgoing(this.staffId).findLast(
      (other) => other.ticketId === ticketId && other.state === 'held',
    );
    if (reply !== undefined) this.discard(reply);
    return reply ?? null;
  }

  /** Once it is on its way nothing calls it back. @returns whether it was still here */
  discard({ clientId }: OutgoingReply): boolean {
    const reply = readOutgoing(this.staffId).find((other) => other.clientId === clientId);
    if (reply === undefined || reply.state === 'sending') return false;
    changeOutgoing(this.staffId, (list) => list.filter((other) => other.clientId !== clientId));
    this.pump();
    return true;
  }

  /** At once, with everything that is before it. */
  sendNow({ ticketId, clientId }: OutgoingReply): void {
    const list = readOutgoing(this.staffId);
    const last = list.findIndex((reply) => reply.clientId === clientId);
    const named = new Set(
      list.slice(0, last + 1).flatMap((reply) => (reply.ticketId === ticketId ? reply.clientId : [])),
    );
    this.change(null, (reply) =>
      named.has(reply.clientId) && (reply.state === 'held' || reply.clientId === clientId)
        ? { ...reply, state: 'waiting', heldUntil: null, error: null }
        : reply,
    );
    this.retryAt = 0;
    this.pump();
  }

  /** The server is there again. */
  wake(): void {
    this.retryAt = 0;
    this.backoff.reset();
    this.pump();
  }

  private pump(): void {
    if (this.isStopped) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const now = Date.now();
    const due: number[] = [];
    for (const reply of this.nextOfEach().values()) {
      if (this.underWay.has(reply.ticketId)) continue;
      const at = reply.state === 'held' ? (reply.heldUntil ?? now) : this.retryAt;
      if (at > now) due.push(at);
      else void this.deliver(reply);
    }
    if (due.length > 0) this.timer = setTimeout(() => this.pump(), Math.min(...due) - now);
  }

  /** By ticket: what goes next. */
  private nextOfEach(): ReadonlyMap<string, OutgoingReply> {
    const next = new Map<string, OutgoingReply>();
    for (const reply of readOutgoing(this.staffId))
      if (reply.state !== 'unsent' && !next.has(reply.ticketId)) next.set(reply.ticketId, reply);
    return next;
  }

  private async deliver(reply: OutgoingReply): Promise<void> {
    const { ticketId, clientId } = reply;
    this.underWay.add(ticketId);
    this.change(clientId, (other) => ({ ...other, state: 'sending', heldUntil: null, error: null }));
    try {
      const answer = await this.post(reply);
      this.queryClient.setQueryData<TalkRoomView>(talkRoomKey(ticketId), (room) => putIfAbsent(room, answer));
      changeOutgoing(this.staffId, (list) => list.filter((other) => other.clientId !== clientId));
      this.backoff.reset();
    } catch (error) {
      const isThere = !isPassing(error) && !isSignInRequired(error);
      const detail = error instanceof ApiError ? error.detail : errorBody('internal').error;
      if (!isThere) this.retryAt = Date.now() + this.backoff.take();
      this.change(clientId, (other) => ({ ...other, state: isThere ? 'unsent' : 'waiting', error: detail }));
    } finally {
      this.underWay.delete(ticketId);
    }
    this.pump();
  }

  /** Changes one, or every one. */
  private change(clientId: string | null, how: (reply: OutgoingReply) => OutgoingReply): void {
    changeOutgoing(this.staffId, (list) =>
      list.map((reply) => (clientId === null || reply.clientId === clientId ? how(reply) : reply)),
    );
  }
}

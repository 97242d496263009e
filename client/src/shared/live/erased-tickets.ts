import { type QueryClient } from '@tanstack/react-query';
import { HELD_LIMIT, type TalkRoomView } from '../contract.js';
import { forgetTicketWords, ticketsWithWords } from '../words/words-storage.js';
import { withoutWords } from './apply-event.js';
import { kindsWithWords, talkRoomsKey, ticketIdOfKey } from './query-keys.js';

/** Whether a ticket's caller is erased, as far as this browser was told. */
export type IsErased = (ticketId: string) => boolean;

/** Something beside the query cache and the storage that holds words of tickets. */
export interface WordHolder {
  /** The tickets of which it holds any. */
  readonly tickets: () => readonly string[];
  readonly forget: (isErased: IsErased) => void;
}

/** Many may be erased one after another: lists are asked for once for all of them, in milliseconds. */
const gatherMs = 1000;

/**
 * Forgets callers who are erased: whatever this browser holds of their tickets, in the query cache, in its storage and
 * on the screen. Events tell of it; what was erased while none could be heard is asked for with each registration.
 */
export class ErasedTickets {
  private readonly ids = new Set<string>();
  private readonly holders = new Set<WordHolder>();
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly queryClient: QueryClient) {}

  readonly has: IsErased = (ticketId) => this.ids.has(ticketId);

  /** Has it forget as well. Returns how to stop that. */
  holding(holder: WordHolder): () => void {
    this.holders.add(holder);
    return () => this.holders.delete(holder);
  }

  /** The tickets of which anything is held here: what the server is asked about. */
  held(): string[] {
    const rooms = this.queryClient.getQueryCache().getAll();
    const all = new Set([
      ...rooms.flatMap(({ queryKey }) => ticketIdOfKey(queryKey) ?? []),
      ...ticketsWithWords(),
      ...[...this.holders].flatMap((holder) => holder.tickets()),
    ]);
    return [...all].filter((ticketId) => !this.has(ticketId)).slice(0, HELD_LIMIT);
  }

  /** Again and again for the same ones, too: something may have come in between. */
  forget(ticketIds: readonly string[]): void {
    for (const ticketId of ticketIds) this.ids.add(ticketId);
    forgetTicketWords(this.has);
    for (const holder of this.holders) holder.forget(this.has);
    this.forgetRooms();
    this.forgetAnswers();
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.forgetLists();
    }, gatherMs);
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
  }

  /** A room that stands on the screen stays, and says so. */
  private forgetRooms(): void {
    this.queryClient.setQueriesData<TalkRoomView>({ queryKey: talkRoomsKey }, (room) =>
      room !== undefined && this.has(room.ticket.id) ? withoutWords(room) : room,
    );
  }

  /** What was asked about one of them, whatever it was, and what any request took along or brought. */
  private forgetAnswers(): void {
    const isAboutOne = ({ queryKey }: { readonly queryKey: readonly unknown[] }): boolean =>
      ticketIdOfKey(queryKey) === null && queryKey.some((part) => typeof part === 'string' && this.has(part));
    this.queryClient.removeQueries({ predicate: isAboutOne, type: 'inactive' });
    void this.queryClient.resetQueries({ predicate: isAboutOne });
    const mutations = this.queryClient.getMutationCache();
    for (const mutation of mutations.getAll())
      if (mutation.state.status !== 'pending') mutations.remove(mutation);
  }

  /** Lists of several tickets' words: what nobody looks at goes, the rest is asked for anew. */
  private forgetLists(): void {
    const isList = ({ queryKey }: { readonly queryKey: readonly unknown[] }): boolean =>
      kindsWithWords.has(queryKey[0]);
    this.queryClient.removeQueries({ predicate: isList, type: 'inactive' });
    void this.queryClient.invalidateQueries({ predicate: isList });
  }
}

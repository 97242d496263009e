import { type QueryClient } from '@tanstack/react-query';
import { request } from '../../../shared/api/request.js';
import { type ReplyRequest, type ReplyView, replyViewSchema } from '../../../shared/contract.js';
import { noteSent, revisionToEnd } from '../composer/draft-store.js';
import { toRequest } from '../composer/pending-reply.js';
import { type OutgoingReply } from '../outgoing.js';
import { saveDraftWhileLeaving } from './draft-server.js';

const addressOf = (ticketId: string): string => `/api/tickets/${encodeURIComponent(ticketId)}/replies`;

/** A reply takes along the saved draft that it was made from. */
function bodyOf(reply: OutgoingReply, draftRevision: number | null): ReplyRequest {
  return { ...toRequest(reply.clientId, reply), ...(draftRevision !== null && { draftRevision }) };
}

async function post(staffId: string, reply: OutgoingReply): Promise<ReplyView> {
  const draftRevision = revisionToEnd(staffId, reply.ticketId);
  const body = bodyOf(reply, draftRevision);
  const answer = await request(replyViewSchema, addressOf(reply.ticketId), { method: 'POST', body });
  if (draftRevision !== null) noteSent(staffId, reply.ticketId, draftRevision);
  return answer;
}

/** Among the other mutations, so that the end of a session is noticed as everywhere. */
export function postReply(
  queryClient: QueryClient,
  staffId: string,
  reply: OutgoingReply,
): Promise<ReplyView> {
  return queryClient
    .getMutationCache()
    .build(queryClient, { mutationFn: (one: OutgoingReply) => post(staffId, one), networkMode: 'always' })
    .execute(reply);
}

/**
 * Goes on when the page is gone; if the page comes back, the same reply is sent under the same id. Its words must not
 * be found as a draft by whoever signs in next: it takes them along, or what is being written takes their place.
 */
export function postReplyWhileLeaving(staffId: string, reply: OutgoingReply): void {
  const body = JSON.stringify(bodyOf(reply, revisionToEnd(staffId, reply.ticketId)));
  const headers = { 'content-type': 'application/json' };
  void fetch(addressOf(reply.ticketId), { method: 'POST', headers, body, keepalive: true }).catch(
    () => undefined,
  );
  saveDraftWhileLeaving(staffId, reply.ticketId);
}

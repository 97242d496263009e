import { useMutation, useQueryClient } from '@tanstack/react-query';
import { v4 as uuid } from 'uuid';
import { ApiError, request } from '../../../shared/api/request.js';
import { errorBody, type ReplyView, replyViewSchema, type TalkRoomView } from '../../../shared/contract.js';
import { putMessage } from '../../../shared/live/apply-event.js';
import { talkRoomKey } from '../../../shared/live/query-keys.js';
import { type PendingReply, toRequest } from '../composer/pending-reply.js';
import { changeOutgoing, type OutgoingReply, useOutgoing } from '../outgoing.js';

type NamedReply = PendingReply & { readonly clientId: string };

function sendReply(ticketId: string, { clientId, ...reply }: NamedReply): Promise<ReplyView> {
  const body = toRequest(clientId, reply);
  return request(replyViewSchema, `/api/tickets/${ticketId}/replies`, { method: 'POST', body });
}

/** An event may have brought a newer row than this answer: then the newer one stays. */
function putIfAbsent(room: TalkRoomView | undefined, { messages }: ReplyView): TalkRoomView | undefined {
  if (room === undefined) return room;
  const known = new Set(room.messages.map(({ id }) => id));
  const fresh = messages.filter(({ id }) => !known.has(id));
  return { ...room, messages: fresh.reduce((list, message) => putMessage(list, message), room.messages) };
}

interface SendReply {
  outgoing: readonly OutgoingReply[];
  send: (reply: PendingReply) => void;
  resend: (reply: OutgoingReply) => void;
  discard: (reply: OutgoingReply) => void;
}

export function useSendReply(staffId: string, ticketId: string): SendReply {
  const queryClient = useQueryClient();
  const outgoing = useOutgoing(staffId, ticketId);
  const place = { queryClient, staffId, ticketId };
  const { mutate } = useMutation({
    mutationKey: ['reply', ticketId],
    // One after another: two quick replies must not overtake each other on the way to the server.
    scope: { id: `reply ${ticketId}` },
    mutationFn: (reply: NamedReply) => sendReply(ticketId, reply),
    onMutate: ({ clientId, bubbles, quickReplies }) =>
      changeOutgoing(place, (list) => [
        ...list.filter((reply) => reply.clientId !== clientId),
        { clientId, bubbles, quickReplies, state: 'sending', error: null },
      ]),
    onSuccess: (answer, { clientId }) => {
      queryClient.setQueryData<TalkRoomView>(talkRoomKey(ticketId), (room) => putIfAbsent(room, answer));
      changeOutgoing(place, (list) => list.filter((reply) => reply.clientId !== clientId));
    },
    onError: (error, { clientId }) => {
      const detail = error instanceof ApiError ? error.detail : errorBody('internal').error;
      changeOutgoing(place, (list) =>
        list.map((reply) =>
          reply.clientId === clientId ? { ...reply, state: 'unsent', error: detail } : reply,
        ),
      );
    },
  });
  return {
    outgoing,
    send: (reply) => mutate({ clientId: uuid(), ...reply }),
    resend: ({ clientId, bubbles, quickReplies }) =>
      mutate({ clientId, bubbles, ...(quickReplies && { quickReplies }) }),
    discard: ({ clientId }) =>
      changeOutgoing(place, (list) => list.filter((reply) => reply.clientId !== clientId)),
  };
}

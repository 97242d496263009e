import { useMutation, useQueryClient } from '@tanstack/react-query';
import { v4 as uuid } from 'uuid';
import { ApiError, request } from '../../../shared/api/request.js';
import {
  errorBody,
  type MessageView,
  messageViewSchema,
  type ReplyRequest,
  type TalkRoomView,
} from '../../../shared/contract.js';
import { putMessage } from '../../../shared/live/apply-event.js';
import { talkRoomKey } from '../../../shared/live/query-keys.js';
import { changeOutgoing, type OutgoingReply, useOutgoing } from '../outgoing.js';

function sendReply(ticketId: string, body: ReplyRequest): Promise<MessageView> {
  return request(messageViewSchema, `/api/tickets/${ticketId}/replies`, { method: 'POST', body });
}

/** An event may have brought a newer row than this answer: then the newer one stays. */
function putIfAbsent(room: TalkRoomView | undefined, message: MessageView): TalkRoomView | undefined {
  if (room === undefined || room.messages.some(({ id }) => id === message.id)) return room;
  return { ...room, messages: putMessage(room.messages, message) };
}

interface SendReply {
  outgoing: readonly OutgoingReply[];
  send: (text: string) => void;
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
    mutationFn: (body: ReplyRequest) => sendReply(ticketId, body),
    onMutate: ({ clientId, text }) =>
      changeOutgoing(place, (list) => [
        ...list.filter((reply) => reply.clientId !== clientId),
        { clientId, text, state: 'sending', error: null },
      ]),
    onSuccess: (message, { clientId }) => {
      queryClient.setQueryData<TalkRoomView>(talkRoomKey(ticketId), (room) => putIfAbsent(room, message));
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
    send: (text) => mutate({ clientId: uuid(), text }),
    resend: ({ clientId, text }) => mutate({ clientId, text }),
    discard: ({ clientId }) =>
      changeOutgoing(place, (list) => list.filter((reply) => reply.clientId !== clientId)),
  };
}

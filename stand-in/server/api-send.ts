import { property, type ApiAnswer, type ApiCall, type ApiRoute } from './api-types.js';
import type { Delivery } from './contract.js';
import { LineApiError, monthlyLimit } from './errors.js';
import { receiverIdPattern } from './ids.js';
import type { WireMessage } from './phone-contract.js';
import { bodyHash, isRetryKey, type SentMessage } from './retry-keys.js';
import { BodyRules, type WireMessages } from './validation.js';

const couldNotSend = 'Failed to send messages';
const quotable = new Set(['text', 'textV2', 'sticker', 'image', 'video', 'template', 'flex']);

/** Sending: push, reply, and checking message objects without sending them. */
export function sendRoutes(allowLoopbackMedia: boolean): ApiRoute[] {
  const rules = new BodyRules(allowLoopbackMedia);
  const validate = (call: ApiCall): ApiAnswer => {
    rules.messages(call.body);
    return { status: 200, body: {} };
  };
  return [
    {
      method: 'POST',
      url: '/v2/bot/message/push',
      endpoint: 'push',
      handle: (call) => push(call, rules),
      about: (call) => property(call.body, 'to'),
    },
    {
      method: 'POST',
      url: '/v2/bot/message/reply',
      endpoint: 'reply',
      handle: (call) => reply(call, rules),
      about: (call) => call.platform.replyTokens.receiver(property(call.body, 'replyToken') ?? ''),
    },
    { method: 'POST', url: '/v2/bot/message/validate/push', endpoint: 'validate', handle: validate },
    { method: 'POST', url: '/v2/bot/message/validate/reply', endpoint: 'validate', handle: validate },
  ];
}

/** @see https://developers.line.biz/en/reference/messaging-api/#send-push-message */
function push(call: ApiCall, rules: BodyRules): ApiAnswer {
  const { platform, channel, retryKey } = call;
  if (retryKey !== undefined && !isRetryKey(retryKey)) {
    throw new LineApiError(400, 'The retry key is invalid. It must be a UUID.');
  }
  const body = rules.push(call.body);
  if (retryKey !== undefined) refuseAcceptedKey(call, retryKey);
  checkReceiver(call, body.to);
  checkQuotes(call, body.to, body.messages);
  const reached = channel.reaches(body.to, platform.clock.now());
  // Recipients are counted, not bubbles, and callers who can't be reached don't count.
  if (reached && channel.quotaLeft < 1) throw new LineApiError(429, monthlyLimit);
  if (reached) channel.totalUsage += 1;
  const sentMessages = deliver(call, 'push', body.to, reached);
  if (retryKey !== undefined) {
    platform.retryKeys.remember(channel.id, retryKey, {
      requestId: call.requestId,
      sentMessages,
      bodyHash: bodyHash(call.body),
    });
  }
  return { status: 200, body: { sentMessages } };
}

/** @see https://developers.line.biz/en/reference/messaging-api/#send-reply-message */
function reply(call: ApiCall, rules: BodyRules): ApiAnswer {
  const { platform, channel } = call;
  if (call.retryKey !== undefined) {
    violation(call, 'retry-key-on-reply', call.retryKey);
    throw new LineApiError(400, 'The retry key can not be used with this API.');
  }
  const body = rules.reply(call.body);
  const use = platform.replyTokens.use(channel.id, body.replyToken);
  if (!use.ok) {
    if (use.reason === 'used') violation(call, 'reply-token-reused', body.replyToken);
    throw new LineApiError(400, 'Invalid reply token');
  }
  checkQuotes(call, use.userId, body.messages);
  const reached = channel.friendship(use.userId) !== 'blocked';
  return { status: 200, body: { sentMessages: deliver(call, 'reply', use.userId, reached) } };
}

/** @see https://developers.line.biz/en/docs/messaging-api/retrying-api-request/ */
function refuseAcceptedKey(call: ApiCall, retryKey: string): void {
  const accepted = call.platform.retryKeys.find(call.channel.id, retryKey);
  if (accepted === undefined) return;
  if (accepted.bodyHash !== bodyHash(call.body)) violation(call, 'retry-key-with-other-body', retryKey);
  throw new LineApiError(409, 'The retry key is already accepted', {
    extra: { sentMessages: accepted.sentMessages },
    headers: { 'x-line-accepted-request-id': accepted.requestId },
  });
}

function checkReceiver(call: ApiCall, to: string): void {
  if (!receiverIdPattern.test(to)) {
    throw new LineApiError(400, "The property, 'to', in the request body is invalid (line: -, column: -)");
  }
  if (call.platform.users.get(to)?.provider !== call.channel.provider) {
    violation(call, 'unknown-receiver', to);
    throw new LineApiError(400, couldNotSend);
  }
}

/** A quote token counts only in the chat it came from. */
function checkQuotes(call: ApiCall, userId: string, messages: WireMessages): void {
  messages.forEach((message, index) => {
    if (message.quoteToken === undefined) return;
    const quoted = call.platform.quoteTokens.read(message.quoteToken);
    if (quoted?.channel === call.channel.id && quoted.userId === userId) return;
    throw new LineApiError(400, 'The request body has 1 error(s)', {
      details: [{ message: 'Invalid quote token', property: `messages[${index}].quoteToken` }],
    });
  });
}

function deliver(call: ApiCall, kind: Delivery['kind'], userId: string, reached: boolean): SentMessage[] {
  const { platform, channel } = call;
  const at = platform.clock.now();
  const body = call.body as Delivery['body'];
  const sent = body.messages.map((message): SentMessage => {
    const id = platform.ids.messageId(at);
    const token = { channel: channel.id, userId, messageId: id };
    return quotable.has(message.type) ? { id, quoteToken: platform.quoteTokens.issue(token) } : { id };
  });
  platform.ledger.recordDelivery({
    at,
    channel: channel.id,
    userId,
    kind,
    requestId: call.requestId,
    ...(call.retryKey === undefined ? {} : { retryKey: call.retryKey }),
    messageIds: sent.map((message) => message.id),
    reached,
    body,
  });
  if (reached) body.messages.forEach((message, index) => show(call, userId, sent[index]?.id ?? '', message));
  return sent;
}

function show(call: ApiCall, userId: string, id: string, message: WireMessage): void {
  const { platform, channel } = call;
  const sender = message['sender'];
  const senderName = property(sender, 'name');
  platform.talks.append(channel.id, userId, {
    id,
    at: platform.talks.timestamp(channel.id, userId, platform.clock.now()),
    from: 'account',
    message,
    ...(senderName === undefined ? {} : { senderName }),
  });
}

function violation(
  call: ApiCall,
  kind: 'retry-key-with-other-body' | 'retry-key-on-reply' | 'unknown-receiver' | 'reply-token-reused',
  detail: string,
): void {
  const { platform, channel } = call;
  platform.ledger.recordViolation({ at: platform.clock.now(), channel: channel.id, kind, detail });
}

import { z } from 'zod';
import { property, type ApiAnswer, type ApiCall, type ApiRoute } from './api-types.js';
import { LineApiError } from './errors.js';
import { isSuccess } from './webhook-http.js';
import { accept } from './validation.js';

const loadingBody = z.object({
  chatId: z.string({ error: 'Must be specified' }).min(1, 'May not be empty'),
  loadingSeconds: z
    .number()
    .superRefine((seconds, context) => {
      if (seconds < 5 || seconds > 60) context.addIssue('Must be between 5 and 60');
      if (seconds % 5 !== 0) context.addIssue('loadingSeconds must be a multiple of five');
    })
    .default(20),
});

const endpointUrl = z
  .string({ error: 'Must be specified' })
  .max(500, 'Length must be between 0 and 500')
  .refine((url) => URL.canParse(url), 'Invalid webhook endpoint URL');
const setEndpointBody = z.object({ endpoint: endpointUrl });
const testEndpointBody = z.object({ endpoint: endpointUrl.optional() }).prefault({});
const readBody = z.object({ markAsReadToken: z.string({ error: 'Must be specified' }) });

/** The account itself, its callers, its quota and its webhook address. */
export function accountRoutes(): ApiRoute[] {
  return [
    { method: 'GET', url: '/v2/bot/info', endpoint: 'botInfo', handle: botInfo },
    {
      method: 'GET',
      url: '/v2/bot/profile/:userId',
      endpoint: 'profile',
      handle: profile,
      about: (call) => call.params['userId'],
    },
    { method: 'GET', url: '/v2/bot/message/quota', endpoint: 'quota', handle: quota },
    {
      method: 'GET',
      url: '/v2/bot/message/quota/consumption',
      endpoint: 'quotaConsumption',
      handle: ({ channel }) => ({ status: 200, body: { totalUsage: channel.totalUsage } }),
    },
    {
      method: 'POST',
      url: '/v2/bot/chat/loading/start',
      endpoint: 'loading',
      handle: startLoading,
      about: (call) => property(call.body, 'chatId'),
    },
    { method: 'POST', url: '/v2/bot/chat/markAsRead', endpoint: 'markAsRead', handle: markAsRead },
    {
      method: 'POST',
      url: '/v2/bot/user/all/richmenu/:richMenuId',
      endpoint: 'richMenu',
      handle: setDefaultRichMenu,
    },
    // The stand-in has no groups: whatever is left is gone. https://developers.line.biz/en/reference/messaging-api/#leave-group
    { method: 'POST', url: '/v2/bot/group/:groupId/leave', endpoint: 'leave', handle: leave },
    { method: 'POST', url: '/v2/bot/room/:roomId/leave', endpoint: 'leave', handle: leave },
    {
      method: 'GET',
      url: '/v2/bot/channel/webhook/endpoint',
      endpoint: 'webhookEndpoint',
      handle: ({ channel }) => ({
        status: 200,
        body: { endpoint: channel.webhookUrl, active: channel.webhookActive },
      }),
    },
    {
      method: 'PUT',
      url: '/v2/bot/channel/webhook/endpoint',
      endpoint: 'webhookEndpoint',
      handle: (call) => {
        call.channel.webhookUrl = accept(setEndpointBody, call.body).endpoint;
        return { status: 200, body: {} };
      },
    },
    { method: 'POST', url: '/v2/bot/channel/webhook/test', endpoint: 'webhookTest', handle: testWebhook },
  ];
}

/** @see https://developers.line.biz/en/reference/messaging-api/#get-bot-info */
function botInfo({ channel }: ApiCall): ApiAnswer {
  return {
    status: 200,
    body: {
      userId: channel.botUserId,
      basicId: channel.basicId,
      displayName: channel.displayName,
      chatMode: channel.chatMode,
      markAsReadMode: channel.markAsReadMode,
    },
  };
}

/**
 * Friends, and callers who wrote without being friends. 404 for everyone else, also after a block.
 * @see https://developers.line.biz/en/reference/messaging-api/#get-profile
 */
function profile({ platform, channel, params }: ApiCall): ApiAnswer {
  const user = platform.users.get(params['userId'] ?? '');
  const known = user?.provider === channel.provider && channel.reaches(user.userId, platform.clock.now());
  if (user === undefined || !known) throw new LineApiError(404, 'Not found');
  const { userId, displayName, language } = user;
  return { status: 200, body: { userId, displayName, language } };
}

/** @see https://developers.line.biz/en/reference/messaging-api/#get-quota */
function quota({ channel }: ApiCall): ApiAnswer {
  return { status: 200, body: { ...channel.quota } };
}

/** @see https://developers.line.biz/en/reference/messaging-api/#display-a-loading-indicator */
function startLoading({ platform, channel, body }: ApiCall): ApiAnswer {
  const { chatId, loadingSeconds } = accept(loadingBody, body);
  const user = platform.users.get(chatId);
  if (user?.provider !== channel.provider) {
    throw new LineApiError(400, 'The request body has 1 error(s)', {
      details: [{ message: 'Invalid chat ID', property: 'chatId' }],
    });
  }
  const now = platform.clock.now();
  // The answer is 202 also when nobody sees the indicator.
  if (channel.reaches(chatId, now)) {
    platform.talks.setLoading(channel.id, chatId, loadingSeconds * 1_000, now);
  }
  return { status: 202, body: {} };
}

/** @see https://developers.line.biz/en/reference/messaging-api/#mark-as-read */
function markAsRead({ platform, channel, body }: ApiCall): ApiAnswer {
  const subject = platform.readTokens.read(accept(readBody, body).markAsReadToken);
  if (subject?.channel !== channel.id) throw new LineApiError(400, 'Invalid markAsReadToken');
  platform.talks.markRead(channel.id, subject.userId, subject.messageId, platform.clock.now());
  return { status: 200, body: {} };
}

/**
 * The stand-in knows no menus of its own: whatever looks like the id of one exists.
 * @see https://developers.line.biz/en/reference/messaging-api/#set-default-rich-menu
 */
function setDefaultRichMenu({ platform, channel, params }: ApiCall): ApiAnswer {
  const id = params['richMenuId'] ?? '';
  if (!/^richmenu-[0-9a-zA-Z-]+$/.test(id)) throw new LineApiError(400, 'The richmenu ID is invalid');
  channel.richMenuId = id;
  for (const { userId, provider } of platform.users.values()) {
    if (provider !== channel.provider) continue;
    platform.talks.publish(userId, { type: 'rich-menu', account: channel.id, richMenuId: id });
  }
  return { status: 200, body: {} };
}

function leave(): ApiAnswer {
  return { status: 200, body: {} };
}

/** @see https://developers.line.biz/en/reference/messaging-api/#test-webhook-endpoint */
async function testWebhook({ platform, channel, body }: ApiCall): Promise<ApiAnswer> {
  const { endpoint } = accept(testEndpointBody, body ?? undefined);
  const result = await platform.sender(channel.id).test(endpoint ?? channel.webhookUrl);
  const success = isSuccess(result.status);
  return {
    status: 200,
    body: {
      success,
      timestamp: new Date(result.at).toISOString(),
      statusCode: result.status,
      reason: success ? 'OK' : (result.error ?? 'unclassified').toUpperCase(),
      detail: result.detail ?? String(result.status),
    },
  };
}

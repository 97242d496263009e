import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Callers } from './callers.js';
import { checked } from './checked.js';
import { callerMessageSchema } from './contract.js';
import { ControlError } from './errors.js';
import type { PhoneAccount, PhoneEvent, PhoneSnapshot, PhoneUser } from './phone-contract.js';
import type { Platform } from './platform.js';

const maximumUploadBytes = 32 * 1024 * 1024;
/** Comments keep the connection from looking dead, and let the server notice that a page has gone. */
const heartbeatMs = 15_000;

const arrivalBody = z.strictObject({
  name: z.string().trim().min(1).max(20),
  language: z.string().max(10).default('ja'),
});
const unsendBody = z.strictObject({ messageId: z.string() });
const postbackBody = z.strictObject({
  data: z.string(),
  displayText: z.string().optional(),
  params: z.record(z.string(), z.string()).optional(),
});

/** What the caller's phone page needs: who am I, what is in my talks, and what I do. */
export function registerPhoneApi(app: FastifyInstance, platform: Platform, callers: Callers): void {
  app.post('/callers', (request): PhoneUser => {
    const { name, language } = checked(arrivalBody, request.body);
    const known = [...platform.users.values()].find((user) => user.displayName === name);
    return known ?? callers.createUser({ displayName: name, language, fromName: true });
  });
  app.get('/callers/:userId', (request) => snapshot(platform, parameter(request, 'userId')));
  app.get('/callers/:userId/feed', (request, reply) => feed(platform, parameter(request, 'userId'), reply));
  app.get('/content/:messageId', (request, reply) => {
    const content = platform.contents.find(parameter(request, 'messageId'));
    if (content === undefined) throw new ControlError(404, 'There is no such file.');
    return reply.type(content.contentType).header('cache-control', 'private').send(content.bytes);
  });

  const act = (name: string, action: (account: string, userId: string, body: unknown) => Promise<unknown>) =>
    app.post(`/callers/:userId/accounts/:account/${name}`, { bodyLimit: maximumUploadBytes }, (request) =>
      action(parameter(request, 'account'), parameter(request, 'userId'), request.body),
    );
  act('follow', (account, userId) => callers.follow(account, userId));
  act('block', (account, userId) => callers.unfollow(account, userId));
  act('messages', (account, userId, body) =>
    callers.sendMessage(account, userId, checked(callerMessageSchema, body)),
  );
  act('unsend', (account, userId, body) =>
    callers.unsend(account, userId, checked(unsendBody, body).messageId),
  );
  act('postback', (account, userId, body) => callers.postback(account, userId, checked(postbackBody, body)));
}

function snapshot(platform: Platform, userId: string): PhoneSnapshot {
  const user = platform.user(userId);
  const accounts = [...platform.channels.values()]
    .filter((channel) => channel.provider === user.provider)
    .map((channel): PhoneAccount => ({
      id: channel.id,
      displayName: channel.displayName,
      basicId: channel.basicId,
      description: channel.description,
      friendship: channel.friendship(userId),
      richMenuId: channel.richMenuId,
      items: platform.talks.items(channel.id, userId),
      loadingMs: platform.talks.loadingMs(channel.id, userId, platform.clock.now()),
    }));
  return { user, accounts };
}

function feed(platform: Platform, userId: string, reply: FastifyReply): FastifyReply {
  platform.user(userId);
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write('retry: 1000\n\n');
  const stop = platform.talks.listen(userId, (event: PhoneEvent) => {
    raw.write(`data: ${JSON.stringify(event)}\n\n`);
  });
  const heartbeat = setInterval(() => raw.write(':\n\n'), heartbeatMs);
  raw.on('close', () => {
    clearInterval(heartbeat);
    stop();
  });
  return reply;
}

function parameter(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string>)[name] ?? '';
}

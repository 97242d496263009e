import { describe, expect, it } from '@jest/globals';
import { maskedPath } from './masked-path.js';

const USER = `U${'0'.repeat(32)}`;

describe('maskedPath', () => {
  it.each([
    ['/v2/bot/message/push', '/v2/bot/message/push'],
    ['/v2/bot/message/reply', '/v2/bot/message/reply'],
    ['/v2/bot/message/quota/consumption', '/v2/bot/message/quota/consumption'],
    ['/v2/bot/message/validate/push', '/v2/bot/message/validate/push'],
    ['/v2/bot/message/552143467001234567/content', '/v2/bot/message/{messageId}/content'],
    ['/v2/bot/message/x/content/transcoding', '/v2/bot/message/{messageId}/content/transcoding'],
    [`/v2/bot/profile/${USER}`, '/v2/bot/profile/{userId}'],
    ['/v2/bot/group/C123/leave', '/v2/bot/group/{groupId}/leave'],
    ['/v2/bot/room/R123/leave', '/v2/bot/room/{roomId}/leave'],
    [`/v2/bot/group/C1/member/${USER}`, '/v2/bot/group/{groupId}/member/{userId}'],
    [`/v2/bot/something/new/${USER}`, '/v2/bot/something/new/{id}'],
    ['/v2/bot/followers/ids?start=secret', '/v2/bot/followers/ids'],
    ['/oauth2/v3/token', '/oauth2/v3/token'],
  ])('of %s is %s', (path, masked) => expect(maskedPath(path)).toBe(masked));
});

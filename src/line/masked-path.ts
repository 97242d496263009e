/** What follows these parts of LINE's paths names a person, a group or a message. */
const PARAMETERS: Readonly<Record<string, string>> = {
  profile: '{userId}',
  user: '{userId}',
  group: '{groupId}',
  room: '{roomId}',
  member: '{userId}',
  message: '{messageId}',
};
/** The parts of fixed paths below `message`. https://developers.line.biz/en/reference/messaging-api/ */
const MESSAGE_CALLS = new Set([
  'push',
  'reply',
  'multicast',
  'narrowcast',
  'broadcast',
  'validate',
  'quota',
  'delivery',
  'markAsRead',
  'progress',
  'aggregation',
]);

/**
 * An address of LINE's API without anything that names somebody, for a log: `/v2/bot/profile/{userId}`. The query is
 * left out.
 */
export function maskedPath(path: string): string {
  const parts = (path.split('?')[0] ?? '').split('/');
  return parts
    .map((part, index) => {
      const before = parts[index - 1] ?? '';
      const name = Object.hasOwn(PARAMETERS, before) ? PARAMETERS[before] : undefined;
      if (name !== undefined && !(before === 'message' && MESSAGE_CALLS.has(part))) return name;
      // Whatever else looks like an id: LINE may add paths.
      return /^[A-Z][0-9a-f]{32}$|^\d{9,}$/.test(part) ? '{id}' : part;
    })
    .join('/');
}

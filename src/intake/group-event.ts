import { type LineEvent } from '../line/webhook-body.js';

/** Where several people write, and we answer nobody. */
export interface Group {
  readonly source: 'group' | 'room';
  readonly id: string;
}

/** The group or room an event came from, unless we are out of it already or another module speaks there. */
export function groupToLeave({ type, mode, source }: LineEvent): Group | undefined {
  if (type === 'leave' || mode === 'standby') return undefined;
  if (source?.type !== 'group' && source?.type !== 'room') return undefined;
  const id = source[`${source.type}Id`];
  return typeof id === 'string' ? { source: source.type, id } : undefined;
}

/** Whether an event comes from where several people write: no single person's key could destroy what they said. */
export function isOfSeveral({ source }: LineEvent): boolean {
  return source !== undefined && source.type !== 'user';
}

/** What is kept for good of an event from where several people write: that there was one, and when. */
export function withoutPeople({ type, mode, timestamp, webhookEventId, source }: LineEvent): LineEvent {
  return {
    type,
    ...(mode === undefined ? {} : { mode }),
    timestamp,
    webhookEventId,
    ...(source === undefined ? {} : { source: { type: source.type } }),
  };
}

/** An event as it is stored when it comes: until we have asked to leave a group, also which one it is. */
export function asStored(event: LineEvent): LineEvent {
  if (!isOfSeveral(event)) return event;
  const group = groupToLeave(event);
  const kept = withoutPeople(event);
  if (group === undefined) return kept;
  return { ...kept, source: { type: group.source, [`${group.source}Id`]: group.id } };
}

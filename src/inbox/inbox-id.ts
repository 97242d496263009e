const EVENT_ID = /^event-(\d{1,15})$/;

/** How administrators name a stored event; other things that were set aside have a UUID. */
export function inboxId(eventId: number): string {
  return `event-${eventId}`;
}

/** The stored event that such a name means; undefined when it names something else. */
export function eventIdOf(id: string): number | undefined {
  const [, digits] = EVENT_ID.exec(id) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

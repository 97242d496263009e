/** Channels on which PostgreSQL tells every process that there is something to do. What they carry is a hint, no more. */
export const channels = {
  /** Events were committed. */
  events: 'tomoshibi_event',
  /** Deliveries were committed. */
  deliveries: 'tomoshibi_delivery',
  /** Small calls to the transport were committed. */
  lineTasks: 'tomoshibi_line_task',
  /** Pictures or files that are to be fetched were committed. */
  media: 'tomoshibi_media',
  /** Keys were destroyed: whoever holds them in memory forgets them. */
  keys: 'tomoshibi_key',
  /** Somebody came to a talk, left it, or writes there. */
  talks: 'tomoshibi_talk',
} as const;

export type ChannelName = keyof typeof channels;

/** What the form offers of an account's settings, by the path under which they are saved. */
export const groups = [
  {
    id: 'assignment',
    fields: [
      { path: 'assignment.mode', kind: 'choice', choices: ['take', 'offer', 'automatic'] },
      { path: 'assignment.offerSeconds', kind: 'number', min: 5, max: 600 },
      { path: 'assignment.graceSeconds', kind: 'number', min: 10, max: 3600 },
      { path: 'assignment.whenVanished', kind: 'choice', choices: ['front', 'supervisor'] },
      { path: 'assignment.lastCounselorFirst', kind: 'switch' },
      { path: 'waiting.pickFreely', kind: 'switch' },
    ],
  },
  {
    id: 'waiting',
    fields: [
      { path: 'whenClosed', kind: 'choice', choices: ['carry-over', 'next-service-day', 'reply-only'] },
      { path: 'waiting.atMost', kind: 'number', min: 1, max: 10_000, optional: true },
      { path: 'waiting.ageingMinutes', kind: 'number', min: 1, max: 1440 },
      { path: 'waiting.placeAgainMinutes', kind: 'number', min: 1, max: 240 },
      { path: 'waiting.placeAgainAtMost', kind: 'number', min: 0, max: 20 },
      { path: 'waiting.followUpDays', kind: 'number', min: 1, max: 90 },
      { path: 'staffing.minimum', kind: 'number', min: 0, max: 100 },
      { path: 'silentAfterMinutes', kind: 'number', min: 5, max: 10_080, optional: true },
      { path: 'staffing.hold', kind: 'switch' },
    ],
  },
  {
    id: 'limits',
    fields: [
      { path: 'limits.minutes', kind: 'number', min: 5, max: 600, optional: true },
      { path: 'limits.warnMinutes', kind: 'number', min: 1, max: 120 },
      { path: 'limits.consultationsPerDay', kind: 'number', min: 1, max: 50, optional: true },
      { path: 'limits.coolDownMinutes', kind: 'number', min: 1, max: 10_080, optional: true },
      { path: 'idle.askAfterMinutes', kind: 'number', min: 1, max: 1440, optional: true },
      { path: 'idle.closeAfterMinutes', kind: 'number', min: 1, max: 1440 },
      { path: 'idle.reopenMinutes', kind: 'number', min: 0, max: 10_080 },
    ],
  },
  {
    id: 'targets',
    fields: [
      { path: 'targets.waitMinutes', kind: 'number', min: 1, max: 1440 },
      { path: 'targets.replyMinutes', kind: 'number', min: 1, max: 1440 },
      { path: 'targets.heavyAtMost', kind: 'number', min: 0, max: 50 },
      { path: 'targets.breakAfterMinutes', kind: 'number', min: 10, max: 720 },
    ],
  },
  {
    id: 'words',
    fields: [
      { path: 'senderName', kind: 'text', max: 20 },
      { path: 'undoSeconds', kind: 'number', min: 0, max: 30 },
      { path: 'linkDays', kind: 'number', min: 7, max: 365 },
      { path: 'unsend', kind: 'choice', choices: ['purge', 'keep'] },
      { path: 'pastConsultations', kind: 'choice', choices: ['own-caller', 'none'] },
      { path: 'showTyping', kind: 'switch' },
      { path: 'markAsRead', kind: 'switch' },
    ],
  },
] as const;

type Group = (typeof groups)[number];
export type Field = Group['fields'][number];
export type FieldPath = Field['path'];

export const fields: readonly Field[] = groups.flatMap<Field>((group) => group.fields);

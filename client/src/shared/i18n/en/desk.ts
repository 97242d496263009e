/** What was said before. */
export const history = {
  earlier: 'Show earlier messages',
  loading: 'Loading earlier messages…',
  late: 'A message came late, further up',
  toBottom: 'To the newest message',
  findDay: '{{date}}. Find a day',
};

/** Replies that are still here. */
export const outgoing = {
  held: 'About to be sent',
  sending: 'Sending',
  waiting: 'Waiting to be sent (goes once connected)',
  unsent: 'Not sent',
  undo: 'Undo',
  now: 'Send now',
};

/** The same where a supervisor looks at it before it leaves. */
export const outgoingReview = {
  held: 'About to go to a supervisor to approve; the caller hasn’t got it',
  sending: 'Handing it to a supervisor to approve',
  waiting: 'Waiting (goes to a supervisor to approve once connected)',
  now: 'Hand it over now',
};

export const note = {
  modes: 'What to write',
  mode: { reply: 'Reply', note: 'Note' },
  label: 'Note: the caller never sees it',
  placeholder: 'What others should know',
  save: 'Keep note',
  hint: 'Enter keeps it, Shift + Enter breaks the line. Only who looks after the ticket and supervisors read it.',
  by: 'Note: {{name}} (the caller never sees it)',
  heading: 'Notes',
};

export const draft = {
  saved: 'Draft saved',
  kept: 'The draft is only in this window so far',
  other: 'There is another draft in another window. What you are writing here stays as it is.',
  take: 'Add it to the text',
  drop: 'Drop it',
};

/** Asked before something goes by which a person is found. */
export const personal = {
  question: 'Is there personal data in it?',
  email: 'Looks like an e-mail address: {{words}}',
  phone: 'Looks like a telephone number: {{words}}',
  postal: 'Looks like a postal code: {{words}}',
  number: 'A long number: {{words}}',
  back: 'Look again',
  send: 'Send anyway',
};

export const past = {
  heading: 'Earlier consultations',
  none: 'This is the caller’s first one here.',
  ending: {
    ended: 'ended by a counselor',
    'by-timer': 'ended without an answer',
    'never-taken': 'ended before anybody took it',
  },
  title: 'Earlier consultation',
  titleOf: 'Consultation of {{date}} (No. {{number}})',
  readOnly: 'Read only. Looked after by {{name}}',
};

/** Where a talk stood that is somebody else's now. */
export const letGo = {
  waits: '“{{alias}}” is back in the line',
  others: '{{name}} looks after “{{alias}}” now',
  over: '“{{alias}}” is no longer yours; the consultation goes on',
  detail: 'Only the person who looks after a consultation and supervisors read its words.',
  erased: 'This consultation has been erased',
  erasedDetail:
    'At the caller’s wish, or because the time for keeping it was over, for example. It can’t be brought back, and its words are gone from this screen too.',
};

/** What was written to a caller and has not reached them. */
export const undelivered = {
  unsent_one: '{{count}} not sent',
  unsent_other: '{{count}} not sent',
  undelivered_one: '{{count}} not delivered',
  undelivered_other: '{{count}} not delivered',
  title_one: '{{count}} reply not delivered',
  title_other: '{{count}} replies not delivered',
  announceUnsent: 'A reply to {{alias}} was not sent',
  announceUndelivered: 'A reply to {{alias}} was not delivered',
};

/** Replies that were still here when their caller went to somebody else. */
export const left = {
  region: 'Replies that were not sent',
  said_one: 'A reply had not left yet. It was not sent.',
  said_other: '{{count}} replies had not left yet. They were not sent.',
  to: 'To {{alias}}',
  copy: 'Copy',
  copied: 'Copied',
  discard: 'Discard',
};

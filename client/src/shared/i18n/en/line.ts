export const risk = {
  word: 'Risk',
  mark: 'Risk: {{level}}',
  level: { none: 'none', watch: 'watch', high: 'high', imminent: 'imminent' },
  hint: {
    none: 'No worry for now',
    watch: 'Something worries me: keep an eye on it',
    high: 'Their life may be in danger: take them first',
    imminent: 'Their life is in danger now: calls a supervisor at once',
  },
  button: 'Risk: {{level}} (review)',
  title: 'Risk: {{alias}} (No. {{number}})',
  label: 'How much do you worry?',
  reasonHint: 'What they said or did, in short and as it was. The caller never sees this.',
  save: 'Save',
  history: 'What was said before',
  historyEmpty: 'Nothing has been noted yet.',
  picked_one: 'Taken before {{count}} other',
  picked_other: 'Taken before {{count}} others',
  noReason: '(the reason is gone)',
};

export const reasonField = { label: 'Reason', missing: 'Please give a reason.' };

export const profession = {
  counselor: 'Counselor',
  nurse: 'Nurse',
  doctor: 'Doctor',
  'legal-officer': 'Legal officer',
};

export const ticketAlarm = {
  region: 'Alarms of tickets',
  kind: {
    risk: 'Risk marked as “{{level}}”',
    'at-risk-idle': 'A ticket at risk is at a standstill',
    'at-risk-left': 'A caller at risk has left the line',
    'at-risk-closing': 'A caller at risk still waited when the account closed',
    vanished: 'Their counselor has lost the connection',
    'reply-overdue': 'Has waited for our reply longer than the target',
    'time-up': 'Past the time of one consultation',
    emergency: 'A counselor has started an emergency',
    'emergency-overdue': 'A step of the emergency is late',
    consult: 'The counselor asks for a look',
    'consult-overdue': 'The counselor asked for a look, and nobody has come yet',
    unmasked: '{{names}} looked at who the caller is on LINE',
    'approval-overdue': 'A reply still waits for approval; the caller has got nothing yet',
  },
  about: '{{alias}} No. {{number}}',
  ended: 'This ticket is closed',
  open: 'Look',
  openLabel: 'Look: {{alias}} (No. {{number}})',
  seen: 'Seen',
  reason: 'Reason: {{words}}',
  reasonOf: '{{name}}’s reason: {{words}}',
  reasonGone: 'The caller was erased, and the reason with them',
  seenLabel: 'Seen: {{alias}} (No. {{number}}) {{what}}',
};

export const followUp = {
  heading: 'Follow-up',
  empty: 'Nobody needs a follow-up. Whoever leaves the line is kept here.',
  reason: {
    left: 'Left the line',
    blocked: 'Blocked us while they waited',
    closing: 'Still waited when the account closed',
    full: 'The line was full',
    limit: 'Past what one caller may use',
    muted: 'Muted',
    vanished: 'Their counselor was gone',
    'out-of-hours': 'Wrote outside the opening hours',
    'not-sent': 'A reply did not reach them',
  },
  since: '({{age}} ago)',
  ready: 'The one follow-up message can be sent',
  obstacle: {
    early: 'The one follow-up message can be sent from {{time}} on',
    sent: 'The one follow-up message was sent on {{time}}',
    blocked: 'Nothing can be sent: they have blocked us',
    standby: 'Nothing can be sent: another service on LINE answers them',
    muted: 'Nothing is sent while they are muted',
  },
  action: { line: 'Back to the line', message: 'Send the one message', close: 'End the follow-up' },
  title: {
    line: 'Put {{alias}} (No. {{number}}) back into the line?',
    message: 'Send this to {{alias}} (No. {{number}})?',
    close: 'End the follow-up of {{alias}} (No. {{number}})?',
  },
  explain: {
    line: 'They stand behind those who wait, and are told their place.',
    message: 'The caller gets this text, once.',
    close: 'This closes the ticket. If they write again, it is a new one.',
  },
  confirm: { line: 'Back to the line', message: 'Send', close: 'End it' },
  muteOver: 'The mute is over',
  mutedLine: 'They go back when the mute is lifted',
  guardedClose: 'At risk or muted, it is for a supervisor to end',
};

export const outOfTurn = {
  reasonTitle: 'Take before their turn: {{alias}} (No. {{number}})?',
  reasonExplain: 'Others have waited longer. The reason is kept with this ticket.',
  firstTitle: 'Others have waited longer',
  firstExplain: 'Tickets are taken in the order of the line. Would you take the first in line instead?',
  takeFirst: 'Take the first in line',
};

export const mute = {
  heading: 'Mutes',
  hint: 'What they write is kept. A risk mark lifts a mute at once.',
  action: 'Mute',
  atRisk: 'A caller at risk can’t be muted',
  title: 'Mute: {{alias}} (No. {{number}})',
  explain:
    'For that time they are not queued, and nothing is sent to them. What they write is kept and can be read. A risk mark lifts the mute at once.',
  howLong: 'For how long',
  choice: { hour: '1 hour', evening: '6 hours', day: '1 day', week: '7 days' },
  reasonHint: 'Other supervisors will review it.',
  confirm: 'Mute',
  empty: 'Nobody is muted.',
  running: 'Muted',
  until: 'until {{time}}',
  was: 'ended {{time}}',
  lifted: 'lifted by {{name}}, {{time}}',
  by: '{{name}}, {{time}}',
  lift: 'Lift',
  liftLabel: 'Lift the mute: {{alias}} (No. {{number}})',
  liftTitle: 'Lift the mute of {{alias}} (No. {{number}})?',
  liftExplain: 'They go back into the line and are told their place.',
  liftConfirm: 'Lift it',
};

export const timeLimit = {
  left: '{{age}} left',
  since: '{{age}} over',
  ending: 'Time to bring it to a close',
  over: 'The time is up',
  nothingEnds: 'Nothing ends by itself. You can extend it.',
  nothingEndsAsk: 'Nothing ends by itself. A supervisor can extend it.',
  extend: 'Extend',
  title: 'More time: {{alias}} (No. {{number}})',
  explain: 'The caller isn’t told. Where the time is up already, it counts from now.',
  howLong: 'How much',
  minutes: '{{minutes}} min',
  confirm: 'Extend',
};

export const ticketAction = {
  menu: 'More: {{alias}} (No. {{number}})',
  risk: 'Mark the risk',
  read: 'Read (read only)',
};

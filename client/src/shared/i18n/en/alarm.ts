/** What is wrong with an account, and what a counselor can do about it. */
export const alarm = {
  region: 'Notices about accounts',
  since: 'since {{time}}',
  figures: '{{used}} of {{limit}} this month',
  'channel-silent': 'Nothing arrives from LINE',
  'quota-80': '80% of this month’s messages are used',
  'quota-95': '95% of this month’s messages are used',
  'quota-used-up': 'This month’s messages are used up',
  'bot-suspended': 'LINE has suspended this account',
  'token-refused': 'LINE refuses this account’s token',
  'hours-broken': 'The opening hours can’t be read',
  understaffed: 'Too few counselors are there',
  detail: {
    'channel-silent': 'Callers’ messages may not be reaching us. Please tell an administrator.',
    'quota-80': 'Few are left. Please tell an administrator.',
    'quota-95': 'Soon nothing can be sent. Please tell an administrator.',
    'quota-used-up': 'Until the limit is raised, replies don’t arrive. Please tell an administrator at once.',
    'bot-suspended': 'Nothing can be received or sent. Please tell an administrator.',
    'token-refused': 'Replies don’t arrive. Please tell an administrator.',
    'hours-broken': 'Callers get the emergency text. Please tell an administrator.',
    understaffed: 'Fewer people are taking callers than agreed. Please ask for help.',
  },
};

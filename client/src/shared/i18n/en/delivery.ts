export const delivery = {
  because: ': {{reason}}',
  waiting: 'Sending',
  retrying: 'Trying again',
  held: 'Not sent yet',
  accepted: 'Accepted by LINE',
  failed: 'Not sent',
  unknown: 'May or may not have arrived',
  unreachable: 'Can’t reach them (blocked)',
  unsure: 'it isn’t sure that the server has it',
  resend: 'Send again',
  resending: 'Sending again…',
  discard: 'Take it back to the text field',
  answer: 'LINE’s answer ({{status}}): {{message}}',
  sureQuestion: 'It may arrive twice',
  sureExplain:
    'LINE never clearly said what became of the first attempt, so it may have arrived. Sent again, the caller may get the same words twice.',
  sureConfirm: 'Send anyway',
  sureCancel: 'Don’t send',
};

export const reason = {
  'line-unavailable': 'LINE can’t be reached',
  'line-timeout': 'LINE doesn’t answer',
  'rate-limited': 'LINE limits how fast we may send',
  refused: 'LINE refused it',
  'token-refused': 'LINE refuses this account’s token; please tell an administrator',
  'too-large': 'It is larger than LINE allows',
  'month-limit': 'The limit of messages for this month is reached',
  expired: 'The time for sending it again ran out before LINE confirmed it',
  'outcome-unknown': 'LINE gave no answer; it may have arrived',
  'nothing-to-send': 'There is nothing left to send',
};

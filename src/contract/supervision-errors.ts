/** What may stand in the way of a supervisor, or of who calls one. */
export const supervisionErrors = {
  counselor_away: {
    status: 409,
    ja: '{name} さんはいま席にいません。ほかの人に引き継ぐか、待ち列に戻してください。',
    en: '{name} is away. Please hand the ticket over to somebody else, or return it to the line.',
  },
  not_taken_over: {
    status: 409,
    ja: 'この相談は、返す相手がいません。',
    en: 'There is nobody to give this ticket back to.',
  },
  held_reply_gone: {
    status: 409,
    ja: 'この返信は、もう確認待ちではありません。',
    en: 'This reply no longer waits for approval.',
  },
  held_reply_not_first: {
    status: 409,
    ja: '先に書かれた返信から確認してください。',
    en: 'Please look at the earlier reply first.',
  },
  consult_standing: {
    status: 409,
    ja: 'すでにSVを呼んでいます。',
    en: 'A supervisor has been asked already.',
  },
  consult_taken: {
    status: 409,
    ja: '{name} さんがもう見ています。',
    en: '{name} is already looking at it.',
  },
  consult_gone: {
    status: 409,
    ja: 'この呼び出しは終わっています。',
    en: 'This request is over.',
  },
} as const;

/** What may stand in the way of working on a ticket, and of ending it. */
export const ticketErrors = {
  ticket_taken: {
    status: 409,
    ja: 'この相談は {name} さんが担当しています。',
    en: '{name} is already looking after this ticket.',
  },
  ticket_closed: {
    status: 409,
    ja: 'この相談は終了しています。',
    en: 'This ticket is closed.',
  },
  words_unseen: {
    status: 409,
    ja: 'まだだれも見ていないメッセージがあります。読んでから、もう一度終了してください。',
    en: 'The caller has written something that nobody has seen yet. Please read it, then close again.',
  },
  ticket_not_taken: {
    status: 409,
    ja: '先にこの相談を担当してください。',
    en: 'Please take this ticket first.',
  },
} as const;

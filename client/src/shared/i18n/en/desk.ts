/** What was said before. */
export const history = {
  earlier: 'Show earlier messages',
  loading: 'Loading earlier messages…',
  late: 'A message came late, further up',
  toBottom: 'To the newest message',
  findDay: '{{date}}. Find a day',
};

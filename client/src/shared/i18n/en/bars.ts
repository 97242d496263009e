export const bars = {
  console: 'What is to be known now',
  talk: 'What is to be known of this consultation',
  more_one: '{{count}} more notice',
  more_other: '{{count}} more notices',
  fewer: 'Show fewer',
};

export const canned = {
  open: 'Canned texts',
  label: 'Canned texts',
  none: 'Nothing found',
  missed: 'Not sent yet. To send it as it is, close this with Esc, then press Enter',
  count_one: '{{count}} canned text. Choose with the arrow keys, insert with Enter',
  count_other: '{{count}} canned texts. Choose with the arrow keys, insert with Enter',
  failed: 'The canned texts could not be loaded',
};

export const quickReply = {
  open: 'Quick replies',
  heading: 'Quick replies',
  explain: 'Answers the caller can give with one touch. They arrive as the caller’s own words.',
  field: 'Words (at most {{limit}} characters)',
  add: 'Add',
  tooLong: 'At most {{limit}} characters, please.',
  full: 'At most {{limit}} are possible.',
  same: 'That one is there already.',
  list: 'Added',
  none: 'None yet.',
  remove: 'Remove: {{name}}',
  done: 'Close',
};

export const location = {
  open: 'Send a place',
  heading: 'Send a place',
  title: 'Name',
  titleHint: 'e.g. Kasumigaseki counseling room',
  address: 'Address',
  latitude: 'Latitude',
  longitude: 'Longitude',
  explain: 'A map tells latitude and longitude of a place (e.g. 35.6762, 139.6503).',
  add: 'Add',
  cancel: 'Cancel',
  textInvalid: 'Please enter 1 to {{limit}} characters.',
  latitudeInvalid: 'Please enter a number from -90 to 90.',
  longitudeInvalid: 'Please enter a number from -180 to 180.',
};

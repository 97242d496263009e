export const talk = {
  region: 'Talk room',
  none: 'Choose a ticket to see its talk here',
  noneDetail: 'Start a new one with “Take” on the waiting list.',
  messages: 'Messages',
  backToLists: 'Back to the lists',
  showCaller: 'About the caller',
  readOnly: 'Read only',
  readOnlyDetail: '{{name}} looks after this. Reading here leaves the unseen mark as it is.',
  readOnlyWaiting: 'Nobody looks after this yet.',
  empty: 'No messages yet.',
  newMessages: 'New messages',
  automatic: 'Automatic',
  caller: 'Caller',
  me: 'Me',
  detail: ' ({{words}})',
  sticker: 'Sticker',
  stickerUnknown: 'Content unknown',
  announce: '{{alias}}: {{text}}',
  announceElsewhere: 'New message from {{alias}}',
  announceMany_one: '{{count}} new message',
  announceMany_other: '{{count}} new messages',
  announceWaiting_one: 'A new ticket is waiting. {{count}} on the waiting list',
  announceWaiting_other: 'A new ticket is waiting. {{count}} on the waiting list',
};

export const kind = {
  image: 'Picture',
  video: 'Video',
  audio: 'Voice message',
  file: 'File',
  location: 'Location',
  postback: 'Pressed a button',
  follow: 'Added or unblocked this account',
  unfollow: 'Blocked this account',
  unsend: 'The caller took a message back',
  'account-link': 'An account link notice arrived',
  'video-play-complete': 'Watched a video to the end',
  beacon: 'A beacon notice arrived',
  membership: 'A membership notice arrived',
  'left-line': 'Left the line',
  risk: 'The assessed risk was changed',
  'reply-not-sent': 'A reply in an earlier ticket did not reach them',
  unknown: 'A new kind of message arrived',
  erased: 'The content was erased',
  unreadable: 'The content cannot be read',
};

/** The one word that LINE says about a notice. */
export const notice = {
  'account-link': { ok: 'linked', failed: 'could not be linked' },
  beacon: { enter: 'came near', stay: 'is near', banner: 'opened the notice' },
  membership: { joined: 'joined', left: 'left', renewed: 'renewed' },
  risk: { none: 'none', watch: 'watch', high: 'high', imminent: 'imminent' },
};

/** Marks on a message, and what can be done with it. */
export const message = {
  emoji: 'LINE emoji: {{name}}',
  mention: 'Mention',
  quoteOf: 'Quotes {{name}}',
  quoteGoTo: 'Show the quoted message: {{words}}',
  quoteUnknown: 'The quoted message was not found',
  quotedUs: 'us',
  quotedCaller: 'the caller',
  quote: 'Quote in a reply',
  quoteLabel: 'Quote in a reply: {{words}}',
  late: 'Arrived late; it was sent at {{time}}',
  withdrawn: 'The caller took this back at {{time}}',
  withdrawnShown: 'Taken back after it had been shown',
  withdrawnKept: 'This was taken back. Please handle it with care.',
  quickReplies: 'Quick replies',
};

export const media = {
  open: 'Enlarge: {{name}}',
  set_one: '{{count}} picture',
  set_other: '{{count}} pictures',
  setLabel: 'picture {{index}} of {{total}}',
  dialog: 'Picture',
  download: 'Download',
  downloadLabel: 'Download: {{name}}',
  unnamed: 'Unnamed file',
  notScanned: 'Not scanned for viruses',
  broken: 'This picture could not be shown',
  waiting: 'Fetching',
  waitingHint: 'It is being fetched from LINE.',
  gone: 'LINE no longer has it',
  refused: 'Not a kind we accept',
  infected: 'Dropped: a problem was found',
  failed: 'It could not be fetched',
  linkSent: 'The caller gets a link',
};

export const place = {
  open: 'Open in a map',
  openHint:
    'The map service (Geospatial Information Authority of Japan) will receive the coordinates of this place.',
  confirm: 'Open in another tab',
  coordinates: 'latitude {{latitude}}, longitude {{longitude}}',
  unnamed: 'The place that was sent',
};

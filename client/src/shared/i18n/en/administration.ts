export const administration = {
  navigation: 'What you look after',
  home: 'Overview',
  accounts: 'Accounts',
  back: 'All accounts',
};

export const progress = {
  heading: 'Getting started',
  open_one: '{{count}} step left. You can stop at any time and go on later.',
  open_other: '{{count}} steps left. You can stop at any time and go on later.',
  allDone: 'Everything is done.',
  done: 'done',
  notDone: 'to do',
  account: '{{name}}: ',
  at: ' ({{time}})',
  step: {
    own: {
      name: 'Make your own sign-in',
      todo: 'Make a passkey, or set up an authenticator app.',
      done: 'You can sign in by yourself.',
    },
    account: { name: 'Add an account', todo: 'Add a LINE channel.', done: 'There is one.' },
    hours: { name: 'Set the hours', todo: 'Set the opening hours.', done: 'They are set.' },
    line: {
      name: 'Connect LINE',
      todo: 'Enter the webhook URL at LINE, then press “Ask LINE”.',
      done: 'LINE is connected.',
    },
    people: {
      name: 'Add counselors',
      todo: 'Add a counselor, and hand them a sign-in link.',
      done: 'There is somebody who can sign in.',
    },
    activate: { name: 'Switch the account on', todo: 'Switch the account on.', done: 'It is in use.' },
    message: {
      name: 'Get the first message',
      todo: 'Write to it from your own LINE. It shows here once it has come.',
      done: 'It has come.',
    },
  },
};

export const file = {
  heading: 'Settings file',
  given:
    'This server was started with a file (PROVISION_FILE). What is changed on a screen stays until the same part of the file is changed and the server is started again.',
  none: 'This server runs without a file (PROVISION_FILE). Settings change on these screens alone.',
  same: 'The settings are those of the file.',
  differing: 'Other than in the file:',
  differs: 'Other than in the file: {{parts}}',
  section: {
    account: 'account',
    hours: 'hours',
    texts: 'texts and numbers',
    checklist: 'steps in an emergency',
    staff: 'person',
    signIn: 'sign-in policies',
  },
  place: '{{section}} {{id}}',
  download: 'Download the present settings (YAML)',
  downloadExplain: 'No secret and no password is in it; names of environment variables stand in their place.',
};

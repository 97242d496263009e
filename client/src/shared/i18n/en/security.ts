export const passkey = {
  heading: 'Passkeys',
  explain:
    'Sign in with your fingerprint, face or screen lock. Unlike a password, a passkey can’t be given away by mistake. Two or more are safer, for example on your phone and your computer.',
  empty: 'You have no passkey yet.',
  add: 'Add a passkey',
  addExplain: 'Give it a name by which you will know it again.',
  make: 'Create the passkey',
  making: 'Please follow your device…',
  name: 'Name of the passkey',
  nameMissing: 'Please enter a name.',
  added: 'Added {{time}}',
  used: 'Last used {{time}}',
  neverUsed: 'Not used yet',
  synced: 'Synced',
  syncedHint: 'It is kept by a password manager and works on your other devices too',
  suspect: 'Possible copy',
  suspectHint:
    'There may be a second one of this passkey, so it is refused. Unless you know why, please tell an administrator.',
  rename: 'Rename',
  renameLabel: 'Rename: {{name}}',
  renameTitle: 'Rename the passkey',
  renameConfirm: 'Rename',
  remove: 'Remove',
  removeLabel: 'Remove: {{name}}',
  removeTitle: 'Remove “{{name}}”?',
  removeExplain:
    'It will no longer let you in, and devices that signed in with it are signed out. Remove what is left of it in the settings of the device itself.',
  removeConfirm: 'Remove',
  trouble: {
    cancelled: 'No passkey was used: it was cancelled, or this device has none that fits.',
    known: 'This device’s passkey is registered already.',
    unsupported: 'This browser or device can’t use passkeys. Please try another one.',
    place: 'Passkeys don’t work at this address. Please open the one you were given (https:// or localhost).',
    unverified: 'You did not confirm that it is you, so nothing was changed.',
  },
};

export const device = {
  words: '{{browser}} on {{system}}',
  browser: { chrome: 'Chrome', edge: 'Edge', firefox: 'Firefox', safari: 'Safari', other: 'A browser' },
  system: {
    windows: 'Windows',
    mac: 'Mac',
    ios: 'iPhone or iPad',
    android: 'Android',
    linux: 'Linux',
    chromeos: 'a Chromebook',
    other: 'another device',
  },
};

export const authenticator = {
  heading: 'Authenticator app',
  explain:
    'Where a device has no passkeys, you sign in with your password and the six digits that the app shows.',
  explainDemo: 'In the demo a password is enough. In production it takes the six digits as well.',
  empty: 'No authenticator app is set up.',
  app: 'Authenticator app',
  since: 'Set up {{time}}',
  setUp: 'Set up an authenticator app',
  qr: 'QR code for the authenticator app',
  scan: 'Scan the QR code with your authenticator app, then enter the six digits it shows.',
  byHand: 'If it can’t be scanned, type this key into the app.',
  confirm: 'Set it up',
  remove: 'Remove',
  removeTitle: 'Remove the authenticator app?',
  removeExplain: 'The digits it shows will no longer be accepted.',
};

export const sessions = {
  heading: 'Where you are signed in',
  explain: 'End any session that you don’t recognise. It is signed out within seconds.',
  current: 'This device',
  since: 'Since {{time}}',
  seen: 'Last seen {{time}}',
  end: 'End',
  endLabel: 'End: {{name}}',
  method: {
    passkey: 'Passkey',
    'single-sign-on': 'Organisation’s account',
    password: 'Password',
    'password-totp': 'Password and app',
  },
};

export const security = {
  heading: 'How you sign in',
  link: 'How you sign in: {{name}}',
  recovery:
    '{{name}} opened a recovery of your sign-in on {{time}}. If you did not ask for it, tell another administrator at once.',
};

export const verification = {
  title: 'Is it you?',
  explain: 'Before something that matters, please confirm once more.',
  passkey: 'Confirm with a passkey',
  submit: 'Confirm with the password',
  singleSignOn: 'Confirm with {{name}} (in a new tab)',
  signOnGoOn: 'I have confirmed, go on',
  signOnDone: 'Thank you. Please close this tab and go on where you were.',
  signOnRefused:
    'We could not confirm that it is you. Please close this tab and try again from where you were. If that does not help, use a passkey or ask an administrator.',
  signInAgain:
    'Please sign out and in again to confirm. Once you have added a passkey, you can confirm here.',
};

export const join = {
  heading: 'Your first sign-in',
  welcome: 'Welcome, {{name}}',
  welcomeBack: 'Welcome back, {{name}}',
  replaces: 'Once you have a new way to sign in, your earlier passkeys and authenticator app stop working.',
  passkeyExplain:
    'This creates a passkey on this device. From then on your fingerprint, face or screen lock lets you in. The link works once.',
  passwordExplain: 'Choose a password and set up an authenticator app. You will need both to sign in.',
  newPassword: 'New password',
  newPasswordShort: 'Please use at least {{count}} characters.',
  incomplete: 'The link is not complete. Please copy the whole address that you were given.',
  known: 'If you have created a passkey already, you can sign in with it.',
  toSignIn: 'Go to sign-in',
  submit: 'Save and sign in',
  ratherPassword: 'My device has no passkeys',
  ratherPasskey: 'Create a passkey instead',
};

export const people = {
  heading: 'People',
  explain: 'Who signs in, and how.',
  add: 'Add a person',
  addTitle: 'Add a person',
  addExplain: 'Make a sign-in link for them afterwards, and hand it over.',
  change: 'Change',
  changeTitle: 'Change {{name}}?',
  ownRoles: 'Your own roles and accounts are changed by another administrator.',
  changeExplain:
    'With other roles or accounts they have to sign in again. Tickets in their hands of an account that they leave go back to the line or to supervisors.',
  name: 'Name',
  loginHint: 'Lower-case letters and digits. It can’t be changed later.',
  loginWrong: 'Lower-case letters, digits and . _ @ - only.',
  administrator: 'Administrator: looks after accounts and people, reads no consultation',
  memberships: 'Role in each account',
  noMember: 'None',
  noAccounts: 'There is no account yet. You can add them later.',
  capacity: 'Tickets at a time',
  professions: 'Professions',
  languages: 'Languages other than Japanese',
  languagesHint: 'Codes such as en, zh, ko, with spaces between.',
  languagesWrong: 'Codes of two or three letters, such as en, zh, ko.',
  deactivate: 'Switch off',
  deactivateTitle: 'Switch {{name}} off?',
  deactivateExplain:
    'They are signed out at once and can’t come back. Tickets in their hands go back to the line or to supervisors. What they wrote stays.',
  activate: 'Let back in',
  activateTitle: 'Let {{name}} back in?',
  activateExplain: 'They can sign in again as they did before.',
  role: {
    counselor: 'Counselor',
    'senior-counselor': 'Senior counselor',
    supervisor: 'Supervisor',
    administrator: 'Administrator',
    auditor: 'Auditor',
    commissioner: 'Commissioning body',
  },
  noRole: 'No role',
  and: ', ',
  inactive: 'Shut out',
  passkeys_one: '{{count}} passkey',
  passkeys_other: '{{count}} passkeys',
  suspectPasskeys_one: '{{count}} passkey may have been copied and was shut',
  suspectPasskeys_other: '{{count}} passkeys may have been copied and were shut',
  totp: 'Authenticator app',
  singleSignOn: 'Organisation’s account',
  none: {
    passkey: 'No way to sign in yet',
    'passkey-or-single-sign-on': 'Organisation’s account, not used yet',
    'passkey-or-password-totp': 'No way to sign in yet',
    'demo-password': 'Demo password',
  },
  signedIn_one: 'Signed in on {{count}} device, last seen {{time}}',
  signedIn_other: 'Signed in on {{count}} devices, last seen {{time}}',
  notSignedIn: 'Not signed in',
  linkOpen: 'Link not used yet (until {{time}})',
  actionLabel: '{{action}}: {{name}}',
  makeLink: 'Make a sign-in link',
  linkTitle: 'Make a link for {{name}}?',
  linkExplain:
    'Whoever opens it can create a passkey as {{name}}. Hand it to them in person, and to nobody else. A link made before stops working.',
  madeTitle: 'The link for {{name}}',
  madeExplain: 'It works once, until {{time}}.',
  madeOnce:
    'It can’t be shown again. Hand it over in a way you can trust: in person, or on a call on which you know their voice.',
  copy: 'Copy',
  copied: 'Copied',
  endSessions: 'Sign them out',
  endSessionsTitle: 'Sign {{name}} out on all devices?',
  endSessionsExplain: 'Consultations they have in hand go back to the line, or to a supervisor.',
  openRecovery: 'Open a recovery',
  recoveryTitle: 'Recover the sign-in of {{name}}?',
  recoveryExplain:
    'For somebody who can’t get in any more, for example because they lost their device. Once another administrator confirms, there is a new link. The person sees it on their own screen as well.',
  recoveryHint: 'Say as well how you made sure that it was them.',
  recoveryBy: '{{name}} opened a recovery on {{time}}',
  recoveryCheck: 'Please make sure yourself that they asked for it (until {{time}}).',
  recoveryWaits: 'It waits for another administrator (until {{time}}).',
  cancelRecovery: 'Call it off',
  confirmRecovery: 'Confirm and make the link',
  unvouchedBy: 'Not counted as a second person yet (let in by {{names}})',
  unvouched: 'Not counted as a second person yet',
  vouchCheck:
    'Before they can take part in what takes two people, such as recovery and disclosure, you vouch for them.',
  vouchWaits:
    'What takes two people, such as recovery and disclosure, first wants an administrator who had no part in letting them in. Where there is none, run npm run staff:vouch -- {{login}} on the server.',
  vouchOwn:
    'Before you can take part in what takes two people, such as recovery and disclosure, an administrator who had no part in letting you in has to vouch for you. Where there is none: npm run staff:vouch -- {{login}} on the server.',
  vouch: 'Vouch for them',
  vouchTitle: 'Vouch for {{name}}?',
  vouchExplain: 'Ask {{name}} two things, in person or on a call on which you know their voice.',
  vouchLink: 'Did they use the link themselves?',
  vouchPasskeys_one: 'Is there {{count}} passkey on their own screen “{{screen}}”, and is it theirs?',
  vouchPasskeys_other:
    'Are there {{count}} passkeys on their own screen “{{screen}}”, and is every one of them theirs?',
  vouchThen:
    'Vouch only if both are so. From then on they can take part in what takes two people, such as recovery and disclosure.',
  confirmTitle: 'Confirm the recovery of {{name}}?',
  confirmExplain:
    'Have you made sure that they asked for it? Once the new link is used, their earlier passkeys and authenticator app stop working.',
};

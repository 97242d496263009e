export const session = {
  heading: 'Sign in',
  login: 'Login name',
  password: 'Password',
  submit: 'Sign in',
  submitting: 'Checking…',
  loginMissing: 'Please enter your login name.',
  passwordMissing: 'Please enter your password.',
  passkey: 'Use a passkey',
  passkeyHint:
    'Your fingerprint, face or screen lock lets you in. For the first time, open the link that an administrator gave you.',
  withPassword: 'Use a password and an authenticator app',
  or: 'or',
  singleSignOn: 'Continue with {{name}}',
  signOnRefused: 'Your organisation’s account did not let you in. Please try again, or ask an administrator.',
  signOnDiffers:
    'This name is tied to another account of your organisation. If it is you, please ask an administrator for a recovery.',
  code: 'Code (six digits)',
  codeMissing: 'Please enter the six digits that your authenticator app shows.',
  firstRun:
    'Nobody administers yet. Whoever runs the server opens the link that its terminal shows, or makes one: npm run staff:link -- <login> --first <name>',
  ending_one: 'You will be signed out in {{count}} minute. Press “Stay signed in” to go on.',
  ending_other: 'You will be signed out in {{count}} minutes. Press “Stay signed in” to go on.',
  goOn: 'Stay signed in',
  signOut: 'Sign out',
  ended: 'Your session has ended. Please sign in again.',
};

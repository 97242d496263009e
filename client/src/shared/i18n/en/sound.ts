export const sound = {
  button: 'Sound settings',
  buttonBlocked: 'Sound is blocked: sound settings',
  buttonMuted: 'Sound settings (muted)',
  heading: 'Sound',
  blocked: 'Sound is blocked',
  blockedHint:
    'The browser plays nothing until you have touched the page once. Click anywhere, or press a key.',
  missing: 'This browser can’t play sounds.',
  isOn: 'Play sounds',
  volume: 'Volume',
  whisperVolume: 'Volume of whispers',
  volumeValue: '{{percent}}%',
  test: 'Try it',
  testLabel: 'Try it: {{name}}',
  kind: {
    alarm: 'Alarm',
    offer: 'Offer of a ticket',
    ending: 'You will be signed out',
    whisper: 'Word of a supervisor',
    message: 'New message',
  },
  kindHint: {
    alarm: 'Rings until somebody has seen it',
    offer: 'Rings until you answer it',
    ending: 'Once, when nothing has been done for long',
    whisper: 'When a supervisor or a counselor whispers to you',
    message: 'Once, when somebody writes whom you aren’t looking at',
  },
  alwaysShown: 'Whatever can be heard also stands on the screen and in the tab’s title.',
  title: { alarm: '⚠ Alarm', offer: '● Offer', ending: '◔ Signing out soon', whisper: '', message: '' },
};

export const notices = {
  heading: 'Desktop notices',
  ask: 'Allow notices',
  isOn: 'Show notices',
  test: 'Try it',
  testTitle: 'A notice to try',
  denied:
    'The browser’s settings forbid them. Allow notices for this site by the sign at the left of the address.',
  missing: 'This browser has no notices. The tab’s title and sounds tell you.',
  hint: 'They come while you look elsewhere, and say neither who wrote nor what.',
  body: 'Open Tomoshibi to see it.',
  litScreen: 'Keep the screen lit while I am available',
};

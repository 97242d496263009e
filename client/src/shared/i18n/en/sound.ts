export const sound = {
  button: 'Sound settings',
  buttonMuted: 'Sound settings (muted)',
  heading: 'Sound',
  blocked: 'Sound is blocked',
  blockedHint:
    'The browser plays nothing until you have touched the page once. Click anywhere, or press a key.',
  missing: 'This browser can’t play sounds.',
  isOn: 'Play sounds',
  volume: 'Volume',
  volumeValue: '{{percent}}%',
  test: 'Try it',
  testLabel: 'Try it: {{name}}',
  kind: { alarm: 'Alarm', offer: 'Offer of a ticket', message: 'New message' },
  kindHint: {
    alarm: 'Rings until somebody has seen it',
    offer: 'Rings until you answer it',
    message: 'Once, when somebody writes whom you aren’t looking at',
  },
  alwaysShown: 'Whatever can be heard also stands on the screen and in the tab’s title.',
  title: { alarm: '⚠ Alarm', offer: '● Offer', message: '' },
};

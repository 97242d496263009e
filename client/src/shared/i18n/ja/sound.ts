/** What a person hears, and that the screen says the same. */
export const sound = {
  button: '音の設定',
  buttonMuted: '音の設定（消音中）',
  heading: '音',
  blocked: '音が止まっています',
  blockedHint:
    'ブラウザーは、画面に一度触れるまで音を鳴らしません。どこかをクリックするか、キーを押してください。',
  missing: 'このブラウザーでは音を鳴らせません。',
  isOn: '音を鳴らす',
  volume: '音量',
  volumeValue: '{{percent}}%',
  test: '試しに鳴らす',
  testLabel: '試しに鳴らす：{{name}}',
  kind: { alarm: 'アラート', offer: '担当のお願い', message: '新しいメッセージ' },
  kindHint: {
    alarm: '確認するまで鳴ります',
    offer: '返事をするまで鳴ります',
    message: '見ていない相談に届いたとき',
  },
  alwaysShown: '音で知らせることは、必ず画面とタブの題名にも出ます。',
  title: { alarm: '⚠ アラート', offer: '● 担当のお願い', message: '' },
};

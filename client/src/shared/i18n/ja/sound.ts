/** What a person hears, and that the screen says the same. */
export const sound = {
  button: '音の設定',
  buttonBlocked: '音が止まっています：音の設定',
  buttonMuted: '音の設定（消音中）',
  heading: '音',
  blocked: '音が止まっています',
  blockedHint:
    'ブラウザーは、画面に一度触れるまで音を鳴らしません。どこかをクリックするか、キーを押してください。',
  missing: 'このブラウザーでは音を鳴らせません。',
  isOn: '音を鳴らす',
  volume: '音量',
  whisperVolume: 'ひとことの音量',
  volumeValue: '{{percent}}%',
  test: '試しに鳴らす',
  testLabel: '試しに鳴らす：{{name}}',
  kind: {
    alarm: 'アラート',
    offer: '担当のお願い',
    ending: 'まもなくサインアウト',
    whisper: 'SVのひとこと',
    message: '新しいメッセージ',
  },
  kindHint: {
    alarm: '確認するまで鳴ります',
    offer: '返事をするまで鳴ります',
    ending: '操作がないとき、一度だけ',
    whisper: 'SVから、または相談員からひとこと届いたとき',
    message: '見ていない相談に届いたとき',
  },
  alwaysShown: '音で知らせることは、必ず画面とタブの題名にも出ます。',
  title: {
    alarm: '⚠ アラート',
    offer: '● 担当のお願い',
    ending: '◔ まもなくサインアウト',
    whisper: '',
    message: '',
  },
};

export const notices = {
  heading: 'デスクトップ通知',
  ask: '通知を許可する',
  isOn: '通知を出す',
  test: '試しに出す',
  testTitle: '通知のテスト',
  denied:
    'ブラウザーの設定で止められています。アドレス欄の左にある印から、このサイトの通知を許可してください。',
  missing: 'このブラウザーは通知を出せません。タブの題名と音でお知らせします。',
  hint: 'ほかの画面を見ているときに出ます。名前やメッセージの内容は出ません。',
  body: '灯の画面を開いてください。',
  litScreen: '対応できる間は画面を消さない',
};

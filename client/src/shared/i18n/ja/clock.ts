/** The clock of a demo, which everybody may set. */
export const clock = {
  button: 'デモ時計',
  heading: 'デモの時計',
  explain: '受付時間などの判定に使う時刻です。全員の画面が変わります。',
  real: '実時間',
  shifted: '変更中',
  instant: '日時（日本時間）',
  set: 'この日時にする',
  weekdayMorning: '平日 10:00',
  weekdayEvening: '平日 19:00',
  saturdayNight: '土曜 03:00',
  presets: 'よく使う日時',
  reset: '実時間に戻す',
  invalid: '日時を入力してください。',
};

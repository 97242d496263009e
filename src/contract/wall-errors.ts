/** What stands in the way of a screen on the wall. */
export const wallErrors = {
  wall_ended: {
    status: 401,
    ja: 'この画面の表示は終わりました。続けて映すには、新しいリンクを開いてください。',
    en: 'This display has ended. To show it again, please open a new link.',
  },
  wall_link_unusable: {
    status: 410,
    ja: 'このリンクは使えません。期限が過ぎたか、もう開かれています。「状況」の画面で、新しいリンクを作ってください。',
    en: 'This link can’t be used: it has run out or has been opened. Please make a new one on the board.',
  },
  wall_not_found: {
    status: 404,
    ja: 'この画面は見つからないか、もう終わっています。',
    en: 'There is no such wall display, or it has ended.',
  },
} as const;

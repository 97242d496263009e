/** What acts are about, for choosing among them. */
export const actGroups = ['sign-in', 'reading', 'consultation', 'supervision', 'settings', 'keys'] as const;
export type ActGroup = (typeof actGroups)[number];

interface ActEntry {
  readonly group: ActGroup;
  readonly ja: string;
  readonly en: string;
}

/**
 * Every act that leaves a trace, with the words by which an auditor reads it. Names are kept in the trace for good: one
 * that has been released is never renamed.
 */
export const auditActs = {
  'session.signed-in': { group: 'sign-in', ja: 'サインイン', en: 'Signed in' },
  'session.signed-out': { group: 'sign-in', ja: 'サインアウト', en: 'Signed out' },
  'session.refused': { group: 'sign-in', ja: 'サインインできなかった', en: 'Sign-in refused' },
  'session.locked': {
    group: 'sign-in',
    ja: '試行が続いたため、サインインを止めた',
    en: 'Sign-in stopped: too many attempts',
  },
  'session.ended': { group: 'sign-in', ja: 'セッションを終わらせた', en: 'Ended a session' },
  'session.verified': { group: 'sign-in', ja: '本人確認をした', en: 'Showed who they are' },
  'passkey.added': { group: 'sign-in', ja: 'パスキーを追加した', en: 'Added a passkey' },
  'passkey.removed': { group: 'sign-in', ja: 'パスキーを削除した', en: 'Removed a passkey' },
  'passkey.suspect': {
    group: 'sign-in',
    ja: 'パスキーの複製が疑われ、無効になった',
    en: 'A passkey may have been copied; it was shut',
  },
  'sign-on.tied': {
    group: 'sign-in',
    ja: '組織のアカウントと結びつけた',
    en: 'Tied to an account of the organisation',
  },
  'sign-on.differs': {
    group: 'sign-in',
    ja: '結びつけたものと違う組織のアカウントを断った',
    en: 'Refused another account of the organisation than theirs',
  },
  'sign-on.untied': {
    group: 'sign-in',
    ja: '組織のアカウントとの結びつきを外した',
    en: 'Untied from an account of the organisation',
  },
  'authenticator.added': { group: 'sign-in', ja: '認証アプリを登録した', en: 'Set up an authenticator app' },
  'authenticator.removed': {
    group: 'sign-in',
    ja: '認証アプリを外した',
    en: 'Removed an authenticator app',
  },
  'link.made': { group: 'sign-in', ja: 'サインイン用リンクを作った', en: 'Made a sign-in link' },
  'link.used': { group: 'sign-in', ja: 'サインイン用リンクを使った', en: 'Used a sign-in link' },
  'recovery.opened': { group: 'sign-in', ja: '復旧を申し出た', en: 'Opened a recovery' },
  'recovery.confirmed': { group: 'sign-in', ja: '復旧を認めた', en: 'Confirmed a recovery' },
  'recovery.cancelled': { group: 'sign-in', ja: '復旧を取りやめた', en: 'Cancelled a recovery' },
  'staff.vouched': { group: 'sign-in', ja: '管理者を本人だと確かめた', en: 'Vouched for an administrator' },

  'ticket.read': { group: 'reading', ja: '相談を開いた', en: 'Opened a consultation' },
  'media.read': { group: 'reading', ja: '画像やファイルを開いた', en: 'Opened a picture or file' },
  'consultation.searched': { group: 'reading', ja: '相談の中を検索した', en: 'Searched consultations' },
  'ticket.found': { group: 'reading', ja: '検索で相談の一部を見た', en: 'Saw a part of it by searching' },
  'reason.read': { group: 'reading', ja: '記録の中の理由を読んだ', en: 'Read a reason in the trace' },
  'caller.looked-up': {
    group: 'reading',
    ja: '番号から相談者を確かめた',
    en: 'Looked up whose ticket it is',
  },
  'audit.read': { group: 'reading', ja: '記録を見た', en: 'Looked into the trace' },
  'audit.exported': { group: 'reading', ja: '記録を書き出した', en: 'Exported from the trace' },

  'ticket.taken': { group: 'consultation', ja: '担当した', en: 'Took a ticket' },
  'ticket.picked': { group: 'consultation', ja: '順番より先に担当した', en: 'Took a ticket before its turn' },
  'ticket.given': { group: 'consultation', ja: '担当に割り当てられた', en: 'A ticket was given' },
  'ticket.closed': { group: 'consultation', ja: '相談を終了した', en: 'Closed a ticket' },
  'ticket.reopened': { group: 'consultation', ja: '終了を取り消した', en: 'Reopened a ticket' },
  'ticket.returned': { group: 'consultation', ja: '待ち列に戻した', en: 'Returned a ticket to the line' },
  'ticket.transfer-asked': { group: 'consultation', ja: '引き継ぎを頼んだ', en: 'Asked to hand over' },
  'ticket.transferred': { group: 'consultation', ja: '引き継いだ', en: 'Handed over' },
  'ticket.transfer-declined': { group: 'consultation', ja: '引き継ぎを断った', en: 'Declined a handover' },
  'ticket.transfer-withdrawn': {
    group: 'consultation',
    ja: '引き継ぎを取り下げた',
    en: 'Withdrew a handover',
  },
  'ticket.risk-marked': { group: 'consultation', ja: 'リスクを記録した', en: 'Marked risk' },
  'ticket.noted': { group: 'consultation', ja: 'メモを書いた', en: 'Wrote a note' },
  'caller.muted': { group: 'consultation', ja: '相談者をミュートした', en: 'Muted a caller' },
  'caller.unmuted': { group: 'consultation', ja: 'ミュートを解いた', en: 'Ended a mute' },

  'ticket.watched': { group: 'supervision', ja: '相談を見守った', en: 'Watched a consultation' },
  'ticket.whispered': { group: 'supervision', ja: 'ささやきを送った', en: 'Whispered to a counselor' },
  'ticket.taken-over': { group: 'supervision', ja: '担当を代わった', en: 'Took over a ticket' },
  'ticket.given-back': { group: 'supervision', ja: '担当を戻した', en: 'Gave a ticket back' },
  'ticket.reassigned': { group: 'supervision', ja: '担当者を替えた', en: 'Reassigned a ticket' },
  'approval.asked-for': {
    group: 'supervision',
    ja: '送信前の確認を求めた',
    en: 'Asked for approval before sending',
  },
  'approval.decided': { group: 'supervision', ja: '送信前の確認をした', en: 'Decided on a draft' },
  'emergency.opened': { group: 'supervision', ja: '緊急対応を始めた', en: 'Opened an emergency' },
  'emergency.step': { group: 'supervision', ja: '緊急対応を進めた', en: 'Did a step of an emergency' },
  'emergency.disclosure-noted': {
    group: 'supervision',
    ja: '緊急対応で、外に伝えたことを書いた',
    en: 'Noted what was told outside in an emergency',
  },
  'emergency.ended': { group: 'supervision', ja: '緊急対応を終えた', en: 'Ended an emergency' },
  'wall.made': { group: 'supervision', ja: '壁の画面を作った', en: 'Made a wall display' },
  'wall.opened': { group: 'supervision', ja: '壁の画面を開いた', en: 'Opened a wall display' },
  'wall.ended': { group: 'supervision', ja: '壁の画面を終えた', en: 'Ended a wall display' },
  'announcement.made': { group: 'supervision', ja: 'お知らせを出した', en: 'Made an announcement' },
  'announcement.withdrawn': {
    group: 'supervision',
    ja: 'お知らせを取り下げた',
    en: 'Withdrew an announcement',
  },
  'break-glass.used': { group: 'supervision', ja: '緊急閲覧をした', en: 'Broke the glass' },
  'break-glass.ended': { group: 'supervision', ja: '緊急閲覧を終えた', en: 'Ended a break-glass access' },
  'break-glass.seen': {
    group: 'supervision',
    ja: '緊急閲覧を確認した',
    en: 'Looked into a break-glass access',
  },
  'caller.unmasked': { group: 'supervision', ja: '相談者の名前を表示した', en: 'Unmasked a caller' },
  'unmasking.seen': {
    group: 'supervision',
    ja: '名前の表示を確認した',
    en: 'Looked into an unmasking',
  },

  'account.changed': { group: 'settings', ja: '公式アカウントの設定を変えた', en: 'Changed an account' },
  'line.checked': {
    group: 'settings',
    ja: 'LINE の設定を確かめた',
    en: "Asked LINE about an account's settings",
  },
  'line.confirmed': { group: 'settings', ja: 'LINE の設定を目で確かめた', en: 'Looked at a setting of LINE' },
  'test-caller.asked': {
    group: 'settings',
    ja: 'テスト相手の番号を作った',
    en: 'Made a code for a test caller',
  },
  'test-caller.forgotten': { group: 'settings', ja: 'テスト相手を外した', en: 'Forgot a test caller' },
  'test.sent': { group: 'settings', ja: 'テスト送信をした', en: 'Sent a test' },
  'hours.changed': { group: 'settings', ja: '受付時間を変えた', en: 'Changed the hours' },
  'text.changed': { group: 'settings', ja: '自動メッセージを変えた', en: 'Changed an automatic text' },
  'canned-text.changed': { group: 'settings', ja: '定型文を変えた', en: 'Changed a canned text' },
  'phone.changed': { group: 'settings', ja: '電話番号を変えた', en: 'Changed a telephone number' },
  'category.changed': { group: 'settings', ja: '相談の分類を変えた', en: 'Changed the categories' },
  'checklist.changed': {
    group: 'settings',
    ja: '緊急対応の手順を変えた',
    en: 'Changed the steps of an emergency',
  },
  'staff.changed': { group: 'settings', ja: 'スタッフの設定を変えた', en: 'Changed a person' },
  'own-roles.refused': {
    group: 'settings',
    ja: '自分の役割を変えようとした',
    en: 'Tried to change their own roles',
  },
  'policy.changed': { group: 'settings', ja: 'サインインの決まりを変えた', en: 'Changed how people sign in' },
  'opening.overridden': { group: 'settings', ja: '受付を臨時に変えた', en: 'Opened or closed by hand' },
  'opening.restored': { group: 'settings', ja: '臨時の変更を取り消した', en: 'Undid a change by hand' },
  'set-aside.replayed': {
    group: 'settings',
    ja: '保留したものを試し直した',
    en: 'Tried again what was set aside',
  },
  'set-aside.expired': {
    group: 'settings',
    ja: '保留したものを、期限が来たので消した',
    en: 'Deleted what was set aside too long',
  },
  'clock.moved': { group: 'settings', ja: 'デモの時計を動かした', en: "Moved the demo's clock" },

  'erasure.begun': { group: 'keys', ja: '消去を決めた', en: 'Decided on an erasure' },
  'erasure.declined': { group: 'keys', ja: '消去の希望を断った', en: 'Declined an erasure' },
  'caller.erased': { group: 'keys', ja: '相談者の記録を消去した', en: 'Erased a caller' },
  'hold.set': { group: 'keys', ja: '消去を止めた', en: 'Set a legal hold' },
  'hold.released': { group: 'keys', ja: '消去の停止を解いた', en: 'Released a legal hold' },
  'consultation.exported': { group: 'keys', ja: '相談を書き出した', en: 'Exported a consultation' },
  'consultation.export-ended': {
    group: 'keys',
    ja: '相談の書き出しが終わった',
    en: 'An export of a consultation ended',
  },
  'key.rotated': { group: 'keys', ja: '鍵を替えた', en: 'Rotated keys' },
  'key.destroyed': { group: 'keys', ja: '替えた古い鍵を破棄した', en: 'Destroyed replaced keys' },
  'key.destroyed-again': {
    group: 'keys',
    ja: '戻っていた鍵をもう一度破棄した',
    en: 'Destroyed keys again that had come back',
  },
  'backup.restored': { group: 'keys', ja: 'バックアップから戻した', en: 'Restored a backup' },
  'backup.taken': { group: 'keys', ja: 'バックアップを取った', en: 'Took a backup' },
  'disclosure.recorded': { group: 'keys', ja: '開示の求めを記録した', en: 'Recorded a disclosure request' },
  'disclosure.approved': { group: 'keys', ja: '開示を承認した', en: 'Approved a disclosure' },
  'disclosure.given': { group: 'keys', ja: '開示した', en: 'Disclosed' },
  'disclosure.refused': { group: 'keys', ja: '開示を断った', en: 'Refused a disclosure' },
} as const satisfies Record<string, ActEntry>;

export type AuditAct = keyof typeof auditActs;
export const auditActNames = Object.keys(auditActs) as [AuditAct, ...AuditAct[]];

/**
 * Acts of which the list of entries shows the reason: power that was used over somebody, which whoever audits has to
 * judge. Every other reason may tell of a caller's life, so it is opened one at a time and leaves an entry of its own.
 */
export const openReasons: readonly AuditAct[] = [
  'break-glass.used',
  'caller.unmasked',
  'erasure.begun',
  'erasure.declined',
  'hold.set',
  'opening.overridden',
  'recovery.opened',
];

/** Who acted: a person, nobody known (a failed sign-in), the server by itself, the provision file, a command line. */
export const auditActors = ['staff', 'nobody', 'system', 'file', 'command'] as const;
export type AuditActorKind = (typeof auditActors)[number];

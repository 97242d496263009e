import { accessErrors } from './access-errors.js';
import { erasureErrors } from './erasure-errors.js';
import { administrationErrors } from './administration-errors.js';
import { emergencyErrors } from './emergency-errors.js';
import { contentErrors } from './content-errors.js';
import { searchErrors } from './search-errors.js';
import { signInErrors } from './sign-in-errors.js';
import { supervisionErrors } from './supervision-errors.js';
import { ticketErrors } from './ticket-errors.js';
import { wallErrors } from './wall-errors.js';

/** A text in both languages of the product. Japanese comes first: it is what counselors read. */
export interface BilingualText {
  readonly ja: string;
  readonly en: string;
}

interface ErrorEntry extends BilingualText {
  /** HTTP status that carries this error; socket acknowledgements carry the code alone. */
  readonly status: number;
}

/**
 * The one catalogue of errors that leave the server, over HTTP and in socket acknowledgements alike.
 * A `{name}` in a text is replaced by the parameter of that name.
 */
export const errorCatalogue = {
  bad_request: {
    status: 400,
    ja: '入力の形式が正しくありません。',
    en: 'The input is not well formed.',
  },
  invalid_field: {
    status: 400,
    ja: '「{field}」の値を確かめてください。',
    en: 'Please check the value of “{field}”.',
  },
  text_too_long: {
    status: 400,
    ja: '文字数が上限を超えています（{count} / {limit}）。短くするか、分けて送ってください。',
    en: 'The text is too long ({count} of {limit}). Please shorten it or send it in parts.',
  },
  sign_in_required: {
    status: 401,
    ja: 'サインインしてください。',
    en: 'Please sign in.',
  },
  ...signInErrors,
  ...administrationErrors,
  ...emergencyErrors,
  ...contentErrors,
  ...erasureErrors,
  ...searchErrors,
  signature_invalid: {
    status: 401,
    ja: '署名を確認できません。',
    en: 'The signature could not be verified.',
  },
  not_permitted: {
    status: 403,
    ja: 'この操作を行う権限がありません。',
    en: 'You are not permitted to do this.',
  },
  origin_not_allowed: {
    status: 403,
    ja: 'この画面からの操作は受け付けられません。',
    en: 'Requests from this origin are not accepted.',
  },
  not_found: {
    status: 404,
    ja: '見つかりません。',
    en: 'Not found.',
  },
  account_not_found: {
    status: 404,
    ja: 'この公式アカウントは登録されていません。',
    en: 'There is no such account.',
  },
  override_not_found: {
    status: 404,
    ja: 'この臨時の受付変更は見つかりません。',
    en: 'There is no such closing or opening by hand.',
  },
  ticket_not_found: {
    status: 404,
    ja: 'この相談は見つかりません。',
    en: 'There is no such ticket.',
  },
  ...ticketErrors,
  not_first_in_line: {
    status: 409,
    ja: 'この相談より先に、{ahead} 件が待っています。順番どおりに担当してください。',
    en: '{ahead} others have waited longer. Please take them in their order.',
  },
  reason_required: {
    status: 409,
    ja: '順番より先に担当するには、理由を書いてください（先に {ahead} 件が待っています）。',
    en: 'Please give a reason for taking this before its turn ({ahead} are ahead of it).',
  },
  not_on_follow_up_list: {
    status: 409,
    ja: 'この相談は、フォローの一覧にありません。',
    en: 'This ticket is not on the follow-up list.',
  },
  follow_up_too_early: {
    status: 409,
    ja: 'フォローのメッセージは、{from} から送れます。',
    en: 'The follow-up message can be sent from {from} on.',
  },
  follow_up_already_sent: {
    status: 409,
    ja: 'フォローのメッセージは、もう送ってあります（送れるのは 1 度だけです）。',
    en: 'The follow-up message has been sent already; it can be sent once.',
  },
  at_risk: {
    status: 409,
    ja: 'リスクがある相談には、この操作はできません。',
    en: 'This cannot be done with a ticket at risk.',
  },
  caller_muted: {
    status: 409,
    ja: 'この相談者は、いまミュートされています。',
    en: 'This caller is muted at the moment.',
  },
  mute_not_found: {
    status: 404,
    ja: 'このミュートは見つからないか、もう終わっています。',
    en: 'There is no such mute, or it is over.',
  },
  debrief_not_found: {
    status: 404,
    ja: 'この申し出は見つからないか、もう終わっています。',
    en: 'There is no such request to talk, or it is over.',
  },
  capacity_reached: {
    status: 409,
    ja: '同時に担当できる相談は {capacity} 件までです。',
    en: 'You can look after {capacity} tickets at a time.',
  },
  offer_gone: {
    status: 409,
    ja: 'この相談の案内は、もう終わっています。',
    en: 'This offer is over.',
  },
  transfer_gone: {
    status: 409,
    ja: 'この引き継ぎは、もう終わっています。',
    en: 'This transfer is over.',
  },
  transfer_pending: {
    status: 409,
    ja: '引き継ぎの返事を待っています。先に取り下げてください。',
    en: 'A transfer is waiting for its answer. Please withdraw it first.',
  },
  transfer_target_unfit: {
    status: 409,
    ja: 'この相手には引き継げません。',
    en: 'This ticket cannot be handed over there.',
  },
  ...supervisionErrors,
  ...accessErrors,
  ...wallErrors,
  tickets_in_hand: {
    status: 409,
    ja: '担当中の相談が {count} 件あります。引き継ぐか、待ち列に戻してからサインアウトしてください。',
    en: 'You are looking after {count} tickets. Please hand them over or return them to the line before signing out.',
  },
  caller_unreachable: {
    status: 409,
    ja: '相談者がこのアカウントをブロックしているため、送れません。',
    en: 'The caller has blocked this account, so this cannot be sent.',
  },
  caller_in_standby: {
    status: 409,
    ja: 'いまは LINE の別の機能がこの相談者に応答しているため、送れません。',
    en: 'Another service on LINE is answering this caller now, so this cannot be sent.',
  },
  client_id_reused: {
    status: 409,
    ja: '同じ送信番号で別の内容が届きました。もう一度入力してください。',
    en: 'The same client id came with another text. Please write it again.',
  },
  draft_conflict: {
    status: 409,
    ja: 'この下書きは、別の画面で書きかえられています。',
    en: 'This draft has been changed in another window.',
  },
  message_not_found: {
    status: 404,
    ja: 'このメッセージは見つかりません。',
    en: 'There is no such message.',
  },
  not_quotable: {
    status: 409,
    ja: 'このメッセージは引用できません。',
    en: 'This message cannot be quoted.',
  },
  nothing_to_resend: {
    status: 409,
    ja: 'このメッセージは、送り直す必要がありません。',
    en: 'This message does not need to be sent again.',
  },
  may_arrive_twice: {
    status: 409,
    ja: '前の送信がすでに届いているかもしれません。送り直すと、二重に届くことがあります。',
    en: 'The first one may have arrived. Sent again, it may arrive twice.',
  },
  media_not_found: {
    status: 404,
    ja: 'このファイルは見つかりません。',
    en: 'There is no such file.',
  },
  media_not_ready: {
    status: 409,
    ja: 'このファイルは、まだ用意できていません。',
    en: 'This file is not ready yet.',
  },
  media_refused: {
    status: 415,
    ja: 'この種類のファイルは送れません。',
    en: 'Files of this kind cannot be sent.',
  },
  media_infected: {
    status: 422,
    ja: 'ファイルに問題が見つかったため、受け付けませんでした。',
    en: 'The scanner found a problem in this file, so it was not accepted.',
  },
  media_too_large: {
    status: 413,
    ja: 'ファイルが大きすぎます（上限 {limit} MB）。',
    en: 'The file is too large (at most {limit} MB).',
  },
  disclosure_not_found: {
    status: 404,
    ja: 'この開示の求めは見つかりません。',
    en: 'There is no such disclosure request.',
  },
  disclosure_over: {
    status: 409,
    ja: 'この開示の求めは、もう次の段階に進んでいます。',
    en: 'This disclosure request has moved on.',
  },
  disclosure_approved_already: {
    status: 409,
    ja: 'あなたはすでに承認しています。もう一人は、別の人が承認します。',
    en: 'You have approved this already; the other approval is for somebody else.',
  },
  disclosure_needs_two: {
    status: 409,
    ja: '開示するには、二人の承認が必要です。',
    en: 'Two people have to approve before anything is disclosed.',
  },
  link_expired: {
    status: 410,
    ja: 'このリンクの期限が過ぎました。',
    en: 'This link has run out.',
  },
  range_not_satisfiable: {
    status: 416,
    ja: 'ファイルのその部分はありません。',
    en: 'The file has no such part.',
  },
  body_too_large: {
    status: 413,
    ja: '送られたデータが大きすぎます。',
    en: 'The request body is too large.',
  },
  unsupported_media_type: {
    status: 415,
    ja: 'この形式のデータは受け付けられません。',
    en: 'This content type is not accepted.',
  },
  too_many_attempts: {
    status: 429,
    ja: '試行が続いたため、{seconds} 秒ほどお待ちください。',
    en: 'Too many attempts. Please wait about {seconds} seconds.',
  },
  internal: {
    status: 500,
    ja: '処理できませんでした。少し待ってから、もう一度お試しください。',
    en: 'Something went wrong. Please try again in a moment.',
  },
  unavailable: {
    status: 503,
    ja: 'ただいま接続できません。自動で再試行しています。',
    en: 'Not available right now. Retrying.',
  },
} as const satisfies Record<string, ErrorEntry>;

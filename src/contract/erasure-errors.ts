/** Errors of erasing; see `error-catalogue.ts`. */
export const erasureErrors = {
  erasure_not_found: {
    status: 404,
    ja: 'この消去の希望は、もうありません。画面を読み直してください。',
    en: 'This wish to be erased is not there any more. Please reload the screen.',
  },
  caller_in_consultation: {
    status: 409,
    ja: 'この相談者は、いま相談の途中です。終わってから消去してください。',
    en: 'This caller is in a consultation. Please erase them when it has ended.',
  },
  caller_held: {
    status: 409,
    ja: 'この相談者は緊急対応の途中か、消去を止める設定になっています。',
    en: 'This caller is in an open emergency, or held back from erasing.',
  },
  caller_disclosure_open: {
    status: 409,
    ja: 'この相談者について、まだ答えていない開示の求めがあります。答えてから消去してください。',
    en: 'A disclosure request about this caller is not answered yet. Please answer it before you erase them.',
  },
  caller_glass_unseen: {
    status: 409,
    ja: 'この相談者の相談に、まだ確認されていない緊急閲覧があります。確認してから消去してください。',
    en: 'This caller’s talk was opened by break-glass, and nobody has looked into it yet. Please do before you erase them.',
  },
  caller_unmasking_unseen: {
    status: 409,
    ja: 'この相談者の LINE での名前が表示され、まだ確認されていません。スーパーバイザーが確認してから消去してください。',
    en: 'Somebody looked at who this caller is, and no supervisor has confirmed it yet. Please do before you erase them.',
  },
  caller_mismatch: {
    status: 409,
    ja: 'この相談の番号は、確かめた相談者のものではありません。番号をもう一度確かめてください。',
    en: 'This ticket isn’t the one of the caller who was shown. Please check the number again.',
  },
  caller_erased: {
    status: 409,
    ja: 'この相談者の記録は、すでに消去されています。',
    en: 'This caller has been erased already.',
  },
} as const;

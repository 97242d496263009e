/** Errors of searching, and of the file of one consultation; see `error-catalogue.ts`. */
export const searchErrors = {
  search_period: {
    status: 400,
    ja: '期間を確かめてください。終わりは始まりより後で、長さは {days} 日までです。',
    en: 'Please check the period: it ends after it begins, and lasts {days} days at most.',
  },
  search_words_too_short: {
    status: 400,
    ja: 'ことばは 2 文字以上で入れてください。漢字なら 1 文字から探せます。',
    en: 'Please give words of two letters or more; of a kanji, one is enough.',
  },
  search_too_broad: {
    status: 409,
    ja: 'この期間の相談は {limit} 件を超えています。期間を短くしてください。',
    en: 'There are more than {limit} consultations in this period. Please make it shorter.',
  },
  search_too_often: {
    status: 429,
    ja: '検索が続いています。{seconds} 秒ほど待って、もう一度お試しください。',
    en: 'You have searched very often. Please try again in about {seconds} seconds.',
  },
  disclosure_needs_basis: {
    status: 409,
    ja: '法的な根拠がない求めには、相談のファイルを作れません。',
    en: 'Without a legal basis no file of the consultation can be made.',
  },
  disclosure_needs_ticket: {
    status: 409,
    ja: 'この求めには相談が記されていません。相談の番号を書いて、新しく記録してください。',
    en: 'This request names no consultation. Please record it anew with its number.',
  },
  disclosure_export_own: {
    status: 409,
    ja: '二人目として承認した人は、ファイルを受け取れません。もう一人の管理者が受け取ってください。',
    en: 'Whoever gave the second approval can’t take the file. Please have another administrator take it.',
  },
  disclosure_export_late: {
    status: 409,
    ja: '承認から {hours} 時間が過ぎました。新しく記録して、二人で承認してください。',
    en: '{hours} hours have passed since the approval. Please record it anew and have two people approve.',
  },
  disclosure_export_often: {
    status: 409,
    ja: 'この求めのファイルは、もう {limit} 回作りました。',
    en: 'The file of this request was made {limit} times already.',
  },
  disclosure_file_left: {
    status: 409,
    ja: 'この求めのファイルは、もう作られています。断ったことにはできません。「開示を記録する」から、渡した内容を残してください。',
    en: 'A file was made for this request already: it can’t count as refused. Please record it as given.',
  },
  disclosure_erased: {
    status: 410,
    ja: 'この相談は消去されました。鍵を破棄したので、ことばはもうどこにもありません。',
    en: 'This consultation was erased. Its key was destroyed: the words are nowhere any more.',
  },
} as const;

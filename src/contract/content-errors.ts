/** What is refused of edited hours, texts, numbers and categories. */
export const contentErrors = {
  changed_meanwhile: {
    status: 409,
    ja: 'ほかの人が先に書きかえました。新しい内容を確かめてから、もう一度保存してください。',
    en: 'Somebody else changed this first. Please look at what is there now and save again.',
  },
  unknown_variable: {
    status: 400,
    ja: '使えない言葉があります：{names}',
    en: 'These cannot be used here: {names}',
  },
  link_missing: {
    status: 400,
    ja: '「リンク」{link} が入っていないと、相談者はファイルを開けません。',
    en: 'Without {link}, the caller has nothing to open the file with.',
  },
  text_may_be_too_long: {
    status: 400,
    ja: '「{name}」は、電話の窓口などが入ると最大 {count} 文字になります。LINE で送れるのは {limit} 文字までです。',
    en: 'With the numbers filled in, “{name}” may become {count} characters; LINE takes {limit}.',
  },
  shortcut_twice: {
    status: 400,
    ja: '呼び出し名「{name}」が 2 つあります。',
    en: 'The shortcut “{name}” is there twice.',
  },
  name_twice: {
    status: 400,
    ja: '「{name}」が 2 つあります。',
    en: '“{name}” is there twice.',
  },
  numbers_needed: {
    status: 409,
    ja: '「{name}」の相談者に案内できる電話番号がなくなります。少なくとも 1 つ残してください。',
    en: 'Callers of “{name}” would have no number to call. Please keep at least one.',
  },
  verified_in_future: {
    status: 400,
    ja: '確認した日は、今日までの日付にしてください。',
    en: 'The day on which it was checked cannot lie in the future.',
  },
  phone_list_not_found: {
    status: 404,
    ja: 'この電話リストは見つかりません。',
    en: 'There is no such list of numbers.',
  },
  category_in_use: {
    status: 409,
    ja: '「{name}」は相談の記録に使われているため、消せません。使わないときは「選べないようにする」を使ってください。',
    en: '“{name}” has been used in consultations and cannot be deleted. You can retire it instead.',
  },
  category_required: {
    status: 409,
    ja: '相談の分類を選んでから、終了してください。',
    en: 'Please choose what the consultation was about before you end it.',
  },
  category_not_found: {
    status: 409,
    ja: 'この分類は、いまは選べません。もう一度選んでください。',
    en: 'This category cannot be chosen any more. Please choose again.',
  },
} as const;

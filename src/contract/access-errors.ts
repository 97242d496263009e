/** What may stand in the way of who needs to read or know what is not theirs. */
export const accessErrors = {
  glass_not_needed: {
    status: 409,
    ja: 'この相談は、緊急閲覧をしなくても読めます。',
    en: 'You may read this ticket as it is.',
  },
  glass_not_found: {
    status: 404,
    ja: 'この緊急閲覧は見つかりません。',
    en: 'There is no such break-glass access.',
  },
  caller_has_no_profile: {
    status: 409,
    ja: 'この相談者は消去されたか、LINE から来ていないため、表示できるものがありません。',
    en: 'There is nothing to show: the caller was erased, or did not come from LINE.',
  },
} as const;

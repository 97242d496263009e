/** Part of the one catalogue: what stands in the way of an emergency, an announcement or a note for the next shift. */
export const emergencyErrors = {
  incident_not_found: {
    status: 404,
    ja: 'この緊急対応は見つかりません。',
    en: 'There is no such emergency.',
  },
  incident_over: {
    status: 409,
    ja: 'この緊急対応は、もう終わっています。記録は「緊急対応の記録」で読めます。',
    en: 'This emergency is over. Its record can still be read.',
  },
  step_settled: {
    status: 409,
    ja: 'この手順は、{name} さんが先に記録しました。',
    en: '{name} has already recorded this step.',
  },
  step_note_required: {
    status: 409,
    ja: 'この手順には、ひとことが要ります。',
    en: 'This step needs a note.',
  },
} as const;

import { type ChecklistStep } from '../contract/incident.js';

/**
 * For an account that has none of its own yet. It names nobody's number: numbers change, and are content of an account
 * with the day on which somebody checked them.
 */
export const defaultChecklist: readonly ChecklistStep[] = [
  {
    title: 'いまの安全を、ことばで確かめる',
    detail: 'いる場所、手もとにあるもの、ひとりかどうか、いつのことかを、短くたずねます。',
    call: null,
    byMinutes: 3,
    needsNote: false,
  },
  {
    title: 'もう一人と話して、通報するかどうかを決める',
    detail: 'ひとりで決めません。決めたことと、その理由を書きます。',
    call: null,
    byMinutes: 5,
    needsNote: true,
  },
  {
    title: '警察・消防に電話する',
    detail: '決めたときに。話した相手の名前と、伝えたことを書きます。',
    call: null,
    byMinutes: 10,
    needsNote: true,
  },
  {
    title: '責任者に知らせる',
    detail: null,
    call: null,
    byMinutes: 15,
    needsNote: false,
  },
  {
    title: '無事がわかるまで見届ける',
    detail: '相談者には、ここにいることを伝え続けます。',
    call: null,
    byMinutes: 60,
    needsNote: true,
  },
];

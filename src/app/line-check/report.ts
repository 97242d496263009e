import { type BilingualText } from '../../contract/error.js';
import { manualItems } from './checklist.js';
import { type Finding, type FindingState } from './finding.js';
import { type Confirmation } from './line-check.service.js';

export type Language = keyof BilingualText;

const words = {
  ok: { ja: 'よし', en: 'ok' },
  wrong: { ja: '直すところ', en: 'to change' },
  note: { ja: '参考', en: 'note' },
  unknown: { ja: '分からない', en: 'unknown' },
  manual: {
    ja: 'LINE のAPIでは分からないこと（人が見て確かめます）',
    en: 'What LINE’s API can’t tell (a person looks at it)',
  },
  confirmed: { ja: '確認済み', en: 'confirmed' },
  unconfirmed: { ja: '未確認', en: 'not confirmed' },
  howToConfirm: { ja: '確かめたら', en: 'After looking' },
  allRight: {
    ja: 'LINE から分かる設定は、すべてよし。',
    en: 'Everything that LINE tells is as it should be.',
  },
  notAllRight: { ja: '直すところがあります。', en: 'There are things to change.' },
  notAllKnown: { ja: '分からなかったことがあります。', en: 'Not everything could be found out.' },
} as const satisfies Record<string, BilingualText>;

const marks: Readonly<Record<FindingState, string>> = { ok: '✓', wrong: '✗', note: '・', unknown: '?' };

/** Whether LINE confirmed everything that it can tell. */
export function isAllRight(findings: readonly Finding[]): boolean {
  return findings.every((finding) => finding.state === 'ok' || finding.state === 'note');
}

/** What the terminal shows: what LINE told, then what people confirmed. */
export function report(
  title: string,
  findings: readonly Finding[],
  confirmations: readonly Confirmation[],
  language: Language,
): string {
  return [
    '',
    title,
    '',
    ...findings.flatMap((finding) => findingLines(finding, language)),
    '',
    verdict(findings, language),
    '',
    ...checklist(confirmations, language),
    '',
  ].join('\n');
}

function findingLines({ state, what, todo }: Finding, language: Language): string[] {
  const line = `  ${marks[state]} ${words[state][language]}: ${what[language]}`;
  return todo === undefined ? [line] : [line, `      → ${todo[language]}`];
}

function verdict(findings: readonly Finding[], language: Language): string {
  if (isAllRight(findings)) return `  ${words.allRight[language]}`;
  const anyWrong = findings.some((finding) => finding.state === 'wrong');
  return `  ${(anyWrong ? words.notAllRight : words.notAllKnown)[language]}`;
}

/** The manual checklist, with who confirmed each item and when. */
export function checklist(confirmations: readonly Confirmation[], language: Language): string[] {
  return [
    `  ${words.manual[language]}`,
    ...manualItems.flatMap(({ id, what, where }) => {
      const confirmation = confirmations.find((candidate) => candidate.item === id);
      const state =
        confirmation === undefined
          ? `  ${marks.unknown} ${words.unconfirmed[language]}`
          : `  ${marks.ok} ${words.confirmed[language]} (${confirmation.confirmedBy}, ${day(confirmation.confirmedAt)})`;
      return [
        `${state} [${id}] ${what[language]}`,
        ...(confirmation === undefined ? [`      → ${where[language]}`] : []),
      ];
    }),
    `  ${words.howToConfirm[language]}: npm run line:check -- <account> --confirm <item> --by <name>`,
  ];
}

/** The day in Japan, where the lines are. */
function day(instant: Date): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Tokyo',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(instant);
}

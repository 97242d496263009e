import { type Account } from '../account/account.directory.js';
import { type Situation } from '../contract/opening.js';
import { describeInstant } from '../config/japanese-time.js';
import { type OpeningNow } from '../opening-hours/opening-hours.service.js';
import { defaultTexts } from './default-texts.js';

/** Variables a text may use. An unknown one in a template is refused when the template is saved. */
export const textVariables = ['account', 'hours', 'next', 'phones', 'position', 'again'] as const;
type TextVariable = (typeof textVariables)[number];

/** Variables of a text that a counselor sends: whoever reads it has left the line. */
export const cannedTextVariables = ['account', 'hours', 'next', 'phones'] as const satisfies TextVariable[];

/** Names of variables in a template that do not exist. */
export function unknownVariables(
  template: string,
  variables: readonly TextVariable[] = textVariables,
): string[] {
  return [...template.matchAll(/\{(\w+)\}/g)]
    .map(([, name]) => name ?? '')
    .filter((name) => !variables.includes(name as TextVariable));
}

/**
 * The text a caller gets in a situation. When an account has no text for it, the numbers to call now stand alone:
 * nobody who writes is left in silence.
 */
export function renderText(
  account: Account,
  situation: Situation,
  opening: OpeningNow,
  { position = null, again = null }: TextFigures = {},
): string {
  const template = account.templates.get(situation) ?? defaultTexts[situation] ?? '{phones}';
  return fill(template, account, opening, { position, again });
}

/** What a text may say about the caller. */
export interface TextFigures {
  /** Place in the line, counted from 1. */
  readonly position?: number | null;
  /** From when on they may come again. */
  readonly again?: Date | null;
}

/** What callers of an account without an emergency text of its own are told while our database is away. */
const EMERGENCY_TEXT = `ご連絡ありがとうございます。
いまシステムの調子が悪く、すぐにお返事ができません。ごめんなさい。
書いてくださったことは、大切にお預かりしています。直りしだい、相談員が読みます。

急ぐときや、ひとりでいるのがつらいときは、お電話でも話せます。
{phones}
命や身体に危険があるときは、110 か 119 へ。`;

/** The text for callers who write while our database is away. The hours are not known then. */
export function renderEmergencyText(account: Account): string {
  const template = account.templates.get('emergency') ?? EMERGENCY_TEXT;
  return fill(template, account, { state: 'unknown', nextOpensAt: null, hoursToday: null });
}

/** A canned text as it would be sent now. */
export function renderCannedText(account: Account, body: string, opening: OpeningNow): string {
  return fill(body, account, opening);
}

/** What hours, a place in line and the next opening may add to a text at most, in UTF-16 code units. */
const CHANGING_PARTS = 200;

/** Longest text that a template can become for an account with this name and these numbers, in UTF-16 code units. */
export function longestText(template: string, account: Pick<Account, 'name' | 'phoneNumbers'>): number {
  return template
    .replaceAll('{account}', account.name.ja)
    .replaceAll('{phones}', describePhones(account))
    .replace(/\{\w+\}/g, ' '.repeat(CHANGING_PARTS)).length;
}

/** What `{hours}` and `{next}` are where the hours can't be told. Each stands in a sentence: 「次の受付は {next} です」. */
const NOT_KNOWN = '確認中';

function fill(
  template: string,
  account: Account,
  opening: Pick<OpeningNow, 'state' | 'hoursToday' | 'nextOpensAt'>,
  { position = null, again = null }: TextFigures = {},
): string {
  const { state, hoursToday, nextOpensAt } = opening;
  const [noHours, noNext] = state === 'unknown' ? [NOT_KNOWN, NOT_KNOWN] : ['お休み', '未定'];
  const values: Record<TextVariable, string> = {
    account: account.name.ja,
    hours: hoursToday ?? noHours,
    next: nextOpensAt === null ? noNext : describeInstant(nextOpensAt),
    phones: describePhones(account),
    position: position === null ? '' : String(position),
    again: again === null ? '次の受付' : describeInstant(again),
  };
  return template
    .replace(/\{(\w+)\}/g, (whole, name: string) => values[name as TextVariable] ?? whole)
    .trim();
}

function describePhones(account: Pick<Account, 'phoneNumbers'>): string {
  return account.phoneNumbers
    .map((entry) =>
      entry.note === null
        ? `${entry.label} ${entry.number}`
        : `${entry.label} ${entry.number}（${entry.note}）`,
    )
    .join('\n');
}

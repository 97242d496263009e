import { type Account } from '../account/account.directory.js';
import { type Situation } from '../contract/opening.js';
import { describeInstant } from '../config/japanese-time.js';
import { type OpeningNow } from '../opening-hours/opening-hours.service.js';
import { defaultTexts } from './default-texts.js';
import { inLine } from './leaving.js';

/** Variables a text may use. An unknown one in a template is refused when the template is saved. */
export const textVariables = ['account', 'hours', 'next', 'phones', 'position', 'again'] as const;
type TextVariable = (typeof textVariables)[number];

/** Variables of a text that a counselor sends: whoever reads it has left the line. */
export const cannedTextVariables = ['account', 'hours', 'next', 'phones'] as const satisfies TextVariable[];

/** Names in braces, each once, that are none of these. */
export function unknownNames(template: string, variables: readonly string[]): string[] {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  return [...new Set(names)].filter((name) => !variables.includes(name));
}

/** Names of variables in a template that do not exist. */
export function unknownVariables(
  template: string,
  variables: readonly TextVariable[] = textVariables,
): string[] {
  return unknownNames(template, variables);
}

/** What a text of this situation may use: what isn't known then would stay empty. */
export function variablesOf(situation: Situation): string[] {
  if (situation === 'attachment') return ['kind', 'link', 'until'];
  if (situation === 'emergency' || situation === 'erasure-asked') return ['account', 'phones'];
  if (situation === 'erasure-done') return ['account', 'phones', 'until'];
  const known: TextVariable[] = ['account', 'hours', 'next', 'phones'];
  if (situation === 'limit') return [...known, 'again'];
  return inLine.has(situation) ? [...known, 'position'] : known;
}

/** The text a caller gets in a situation: the account's own, or ours. Nobody who writes is left in silence. */
export function renderText(
  account: Account,
  situation: Situation,
  opening: Pick<OpeningNow, 'state' | 'hoursToday' | 'nextOpensAt' | 'held'>,
  { position = null, again = null }: TextFigures = {},
): string {
  const own = account.templates.get(situation);
  const figures = { position, again };
  // One that names nothing but numbers is empty where an account has none, and LINE takes no empty text.
  return (
    (own !== undefined && fill(own, account, opening, figures)) ||
    fill(defaultTexts[situation], account, opening, figures)
  );
}

/** What a text may say about the caller. */
export interface TextFigures {
  /** Place in the line, counted from 1. */
  readonly position?: number | null;
  /** From when on they may come again. */
  readonly again?: Date | null;
}

/** A text that says nothing of the hours: nobody knows them while our database is away, and elsewhere they don't matter. */
export function renderTimeless(
  account: Account,
  situation: 'emergency' | 'erasure-asked' | 'erasure-done',
): string {
  return renderText(account, situation, {
    state: 'unknown',
    nextOpensAt: null,
    hoursToday: null,
    held: false,
  });
}

/** The text for callers who write while our database is away. */
export function renderEmergencyText(account: Account): string {
  return renderTimeless(account, 'emergency');
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

/** What `{next}` is where an opening waits for people. */
const WHEN_STAFFED = '相談員がそろいしだい';

function fill(
  template: string,
  account: Account,
  opening: Pick<OpeningNow, 'state' | 'hoursToday' | 'nextOpensAt' | 'held'>,
  { position = null, again = null }: TextFigures = {},
): string {
  const { state, hoursToday, nextOpensAt, held } = opening;
  const [noHours, noNext] =
    state === 'unknown' ? [NOT_KNOWN, NOT_KNOWN] : ['お休み', held ? WHEN_STAFFED : '未定'];
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
    .map(({ label, number, hours, note }) => {
      const details = [hours, note].filter((detail) => detail !== null).join('・');
      return details === '' ? `${label} ${number}` : `${label} ${number}（${details}）`;
    })
    .join('\n');
}

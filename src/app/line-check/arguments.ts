import { parseArgs } from 'node:util';
import { StartupError } from '../../config/startup-error.js';
import { type Language } from './report.js';

const USAGE = [
  'Usage: npm run line:check -- <account> [--lang ja|en]',
  '       npm run line:check -- <account> --confirm <item> --by <name>',
].join('\n');

export interface LineCheckArguments {
  readonly accountId: string;
  readonly language: Language;
  /** What a person has looked at, instead of asking LINE. */
  readonly confirm?: { readonly item: string; readonly by: string };
}

/** @throws StartupError with how to call it */
export function readArguments(
  given: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): LineCheckArguments {
  const { values, positionals } = parse(given);
  const [accountId, ...more] = positionals;
  if (accountId === undefined || more.length > 0) throw usage('Name one account.');
  const language = values.lang ?? languageOf(environment);
  if (language !== 'ja' && language !== 'en') throw usage(`--lang: there is no language ${language}.`);
  const { confirm: item, by } = values;
  if (item === undefined && by === undefined) return { accountId, language };
  if (item === undefined) throw usage('--by belongs to --confirm.');
  const name = by?.trim() ?? '';
  if (name === '') throw usage('--confirm needs --by, the name of who has looked at it.');
  return { accountId, language, confirm: { item, by: name } };
}

function parse(given: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: { lang: text, confirm: text, by: text },
    });
  } catch (error) {
    throw usage(error instanceof Error ? error.message : '');
  }
}

function usage(fault: string): StartupError {
  return new StartupError('arguments', `${fault}\n${USAGE}`);
}

/** Japanese, unless the terminal speaks another language. */
function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || 'C';
  return /^(?:ja|C|POSIX)(?:[._]|$)/.test(locale) ? 'ja' : 'en';
}

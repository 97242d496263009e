import { type Account, type CannedText, type PhoneNumber } from '../account/account.directory.js';
import { AppError } from '../config/app-error.js';
import { type Situation } from '../contract/opening.js';
import { TEXT_LIMIT } from '../contract/ticket.js';
import { longestText, unknownNames } from '../waiting-list/text.js';

/**
 * That a text names only what there is, and fits LINE however long its variables may become.
 * @throws AppError unknown_variable, text_may_be_too_long
 */
export function assertText(
  body: string,
  account: Pick<Account, 'name' | 'phoneNumbers'>,
  {
    name,
    variables,
    field,
  }: { readonly name: string; readonly variables: readonly string[]; readonly field: string },
): void {
  const unknown = unknownNames(body, variables);
  if (unknown.length > 0)
    throw new AppError(
      'unknown_variable',
      {
        names: unknown
          .map((each) => `{${each}}`)
          .join(' ')
          .slice(0, 200),
      },
      field,
    );
  const count = longestText(body, account);
  if (count > TEXT_LIMIT)
    throw new AppError('text_may_be_too_long', { name, count, limit: TEXT_LIMIT }, field);
}

/**
 * That everything an account says still fits when it has other numbers.
 * @throws AppError text_may_be_too_long
 */
export function assertNumbersFit(account: {
  readonly name: Account['name'];
  readonly phoneNumbers: readonly PhoneNumber[];
  readonly templates: ReadonlyMap<Situation, string>;
  readonly cannedTexts: readonly CannedText[];
}): void {
  const texts: [string, string][] = [
    ...account.templates.entries(),
    ...account.cannedTexts.map(({ shortcut, body }): [string, string] => [shortcut, body]),
  ];
  for (const [name, body] of texts) {
    const count = longestText(body, account);
    if (count > TEXT_LIMIT)
      throw new AppError('text_may_be_too_long', { name, count, limit: TEXT_LIMIT }, 'numbers');
  }
}

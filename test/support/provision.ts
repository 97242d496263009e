import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse, stringify } from 'yaml';

/**
 * The sample accounts, but everybody may take any ticket that waits: most tests take the one that they have made,
 * whoever else waits. Nobody needs to be there, and answers may take a day: alarms about that are for the tests of them. Those about the order of
 * the line, or about who is there, set it back.
 */
export async function provisionIn(folder: string): Promise<string> {
  const provision = parse(await readFile('demo/provision.yaml', 'utf8')) as {
    accounts: { settings?: { waiting?: object; staffing?: object; targets?: object } }[];
  };
  for (const account of provision.accounts)
    account.settings = {
      ...account.settings,
      waiting: { ...account.settings?.waiting, pickFreely: true },
      staffing: { minimum: 0 },
      targets: { replyMinutes: 1440 },
    };
  const file = path.join(folder, 'provision.yaml');
  await writeFile(file, stringify(provision));
  return file;
}

/** The same, with settings of some accounts. */
export async function provisionWith(
  folder: string,
  settings: Readonly<Record<string, object>>,
): Promise<string> {
  const file = await provisionIn(folder);
  const provision = parse(await readFile(file, 'utf8')) as { accounts: { id: string; settings?: object }[] };
  for (const account of provision.accounts)
    account.settings = { ...account.settings, ...settings[account.id] };
  await writeFile(file, stringify(provision));
  return file;
}

import { Injectable } from '@nestjs/common';
import { stringify } from 'yaml';
import { type Account, AccountDirectory } from '../../account/account.directory.js';
import { type FileView } from '../../contract/administration.js';
import { type Role } from '../../contract/permission.js';
import { type SignInPolicy } from '../../contract/sign-in.js';
import { Database } from '../../database/database.service.js';
import { type Schedule } from '../../contract/schedule.js';
import { type Provision } from './provision.schema.js';
import { canonical, sectionsOf } from './sections.js';

type FileAccount = Provision['accounts'][number];
type FilePerson = Provision['staff'][number];

type Differing = FileView['differing'][number];
const isText: ReadonlySet<string> = new Set(['texts', 'canned-texts', 'phone-numbers', 'categories']);

type OwnTexts = Pick<FileAccount, 'cannedTexts' | 'phoneNumbers' | 'categories'>;
const noTexts: OwnTexts = { cannedTexts: [], phoneNumbers: [] };

const HEADER = ` The settings as they are now, as a PROVISION_FILE. Secrets stay where they are: each { env: … } names a variable of
 the environment that must hold one. Passwords are not in it; people keep theirs.`;

/** What is set now, in the shape of the file: to compare with it, and to write one. */
@Injectable()
export class CurrentSettings {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
  ) {}

  /** Sections in which what is set is not what the file says; what the file leaves open can't differ. */
  async differing(file: Provision | undefined): Promise<FileView> {
    if (file === undefined) return { given: false, differing: [] };
    const now = await this.#withChecklists(await this.#read());
    const current = sectionsOf({
      ...now,
      accounts: now.accounts.map((account) => asSaid(account, file.accounts)),
      signIn: file.signIn,
    });
    const said = sectionsOf({
      ...file,
      staff: file.staff.map(({ password: _password, ...person }) => person),
    });
    const found = [...said].flatMap(([name, content]): Differing[] => {
      if (canonical(content) === canonical(current.get(name))) return [];
      const [section = '', id = ''] = name.split(/:(.*)/s);
      return [{ section: isText.has(section) ? 'texts' : (section as Differing['section']), id }];
    });
    // What an account says is one thing to whoever looks, however many sections hold it.
    const differing = [...new Map(found.map((each) => [`${each.section} ${each.id}`, each])).values()];
    if (canonical(file.signIn) !== canonical(now.signIn)) differing.push({ section: 'signIn', id: '' });
    return { given: true, differing };
  }

  /** As a file, with names of environment variables in the place of secrets. */
  async yaml(): Promise<string> {
    const now = await this.#withChecklists(await this.#read());
    const settings = {
      ...now,
      accounts: now.accounts.map((account) => ({ ...account, line: withoutSecrets(account) })),
    };
    return `#${HEADER.replaceAll('\n', '\n#')}\n${stringify(settings, { lineWidth: 0 })}`;
  }

  /** What accounts do in an emergency, where they have steps of their own. */
  async #withChecklists(settings: Provision): Promise<Provision> {
    const rows = await this.database.query<{ id: string; steps: FileAccount['emergencyChecklist'] }>(
      'SELECT DISTINCT ON (account_id) account_id AS id, steps FROM emergency_checklist ORDER BY account_id, version DESC',
    );
    const steps = new Map(rows.map((row) => [row.id, row.steps]));
    return {
      ...settings,
      accounts: settings.accounts.map((account) => ({
        ...account,
        emergencyChecklist: steps.get(account.id),
      })),
    };
  }

  async #read(): Promise<Provision> {
    await this.accounts.reload();
    const hours = await this.database.query<{ id: string; rules: Schedule }>(
      'SELECT account_id AS id, rules FROM opening_schedule',
    );
    const schedules = new Map(hours.map(({ id, rules }) => [id, rules]));
    const staff = await this.database.query<FilePerson>(
      `SELECT login, display_name AS "displayName", active, administrator, capacity, professions, languages,
         (SELECT coalesce(json_object_agg(account_id, role ORDER BY account_id), '{}') FROM membership
          WHERE staff_id = staff.id) AS memberships,
         (SELECT coalesce(json_object_agg(account_id, role ORDER BY account_id), '{}') FROM oversight
          WHERE staff_id = staff.id) AS oversight
       FROM staff ORDER BY login`,
    );
    const texts = await this.#ownTexts();
    const policies = await this.database.query<{ role: Role; policy: SignInPolicy }>(
      'SELECT role, policy FROM sign_in_policy ORDER BY role',
    );
    return {
      accounts: this.accounts
        .all()
        .map((account) => fileAccount(account, schedules.get(account.id), texts.get(account.id) ?? noTexts)),
      staff,
      signIn: Object.fromEntries(policies.map(({ role, policy }) => [role, policy])),
    };
  }

  /** What the file can say: numbers in the account's own list, and canned texts that are its own and offered. */
  async #ownTexts(): Promise<ReadonlyMap<string, OwnTexts>> {
    const rows = await this.database.query<OwnTexts & { id: string }>(
      `SELECT id,
         (SELECT coalesce(json_agg(json_strip_nulls(json_build_object('shortcut', shortcut, 'title', title,
            'category', category, 'body', body)) ORDER BY position), '[]')
          FROM canned_text WHERE account_id = account.id AND active) AS "cannedTexts",
         (SELECT coalesce(json_agg(json_strip_nulls(json_build_object('label', label, 'number', number, 'hours', hours,
            'note', note, 'verifiedOn', verified_on)) ORDER BY entry.position), '[]')
          FROM phone_list JOIN phone_number AS entry ON entry.list_id = phone_list.id
          WHERE own_account_id = account.id) AS "phoneNumbers",
         json_build_object('required', category_required, 'names',
            (SELECT coalesce(json_agg(name ORDER BY position, category.id), '[]') FROM category
             WHERE account_id = account.id AND NOT retired)) AS categories
       FROM account`,
    );
    return new Map(rows.map(({ id, ...texts }) => [id, texts]));
  }
}

function fileAccount(account: Account, hours: Schedule | undefined, texts: OwnTexts): FileAccount {
  const { id, name, purpose, active, credentials, botUserId } = account;
  const [channelSecret = '', previousChannelSecret] = credentials.channelSecrets;
  return {
    id,
    name,
    purpose,
    active,
    line: {
      channelId: credentials.channelId,
      channelSecret,
      previousChannelSecret,
      channelAccessToken: credentials.channelAccessToken,
      assertionKey: credentials.assertionKey,
      botUserId: botUserId ?? undefined,
    },
    // An account that has no hours yet has none in the file either; the file wants them before it takes it.
    hours: hours as Schedule,
    texts: Object.fromEntries(account.templates) as FileAccount['texts'],
    ...texts,
    settings: account.savedSettings,
  };
}

/** Without what the file doesn't say about this account. */
function asSaid(account: FileAccount, said: readonly FileAccount[]): FileAccount {
  const file = said.find(({ id }) => id === account.id);
  if (file === undefined) return account;
  const { purpose, active, line, emergencyChecklist, ...rest } = account;
  return {
    ...rest,
    ...(file.purpose === undefined ? {} : { purpose }),
    ...(file.active === undefined ? {} : { active }),
    ...(file.emergencyChecklist === undefined ? {} : { emergencyChecklist }),
    line: { ...line, botUserId: file.line.botUserId === undefined ? undefined : line.botUserId },
  };
}

function withoutSecrets({ id, line }: FileAccount): object {
  const place = (secret: string | undefined, name: string) =>
    secret === undefined ? undefined : { env: `${id.toUpperCase().replaceAll('-', '_')}_${name}` };
  return {
    ...line,
    channelSecret: place(line.channelSecret, 'CHANNEL_SECRET'),
    previousChannelSecret: place(line.previousChannelSecret, 'PREVIOUS_CHANNEL_SECRET'),
    channelAccessToken: place(line.channelAccessToken, 'CHANNEL_ACCESS_TOKEN'),
    assertionKey:
      line.assertionKey === undefined
        ? undefined
        : { kid: line.assertionKey.kid, privateKey: place(line.assertionKey.privateKey, 'ASSERTION_KEY') },
  };
}

import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { type Environment } from '../../config/environment.js';
import { StartupError } from '../../config/startup-error.js';
import { SHORTEST_PASSWORD } from '../../contract/sign-in.js';
import { type Provision, provisionSchema } from './provision.schema.js';

/** Every password of the demo file begins like this; production refuses them. */
export const DEMO_PASSWORD_PREFIX = 'tomoshibi-demo';

/**
 * Reads the file of accounts and staff.
 * @throws StartupError naming PROVISION_FILE and every place at fault; never quoting a value
 */
export async function readProvision(file: string, environment: Environment): Promise<Provision> {
  const document = parseDocument(await read(file), { prettyErrors: false });
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined)
    throw refusal(file, [`not YAML (${syntaxError.code} at offset ${syntaxError.pos[0]})`]);
  const parsed = provisionSchema.safeParse(document.toJS());
  if (!parsed.success) {
    throw refusal(
      file,
      parsed.error.issues.map((issue) => `${issue.path.map(String).join('.') || '(top)'}: ${issue.message}`),
    );
  }
  const weak = environment.production ? [...weakPasswords(parsed.data), ...demoPolicies(parsed.data)] : [];
  if (weak.length > 0) throw refusal(file, weak);
  return parsed.data;
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new StartupError('PROVISION_FILE', `PROVISION_FILE: ${file} can't be read.`, { cause });
  }
}

function weakPasswords(provision: Provision): string[] {
  return provision.staff.flatMap((person, index) => {
    if (person.password === undefined) return [];
    if (person.password.startsWith(DEMO_PASSWORD_PREFIX))
      return [`staff.${index}.password: demo passwords are refused in production`];
    if (person.password.length < SHORTEST_PASSWORD)
      return [`staff.${index}.password: must have at least ${SHORTEST_PASSWORD} characters`];
    return [];
  });
}

function demoPolicies({ signIn }: Provision): string[] {
  return Object.entries(signIn).flatMap(([role, policy]) =>
    policy === 'demo-password' ? [`signIn.${role}: demo-password is refused in production`] : [],
  );
}

function refusal(file: string, faults: readonly string[]): StartupError {
  return new StartupError('PROVISION_FILE', `PROVISION_FILE: ${file} is malformed. ${faults.join('; ')}`);
}

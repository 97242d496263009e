import { type ErrorBody } from '../../src/contract/error.js';
import {
  type Ceremony,
  type PeopleView,
  type SecurityView,
  type SignInLink,
} from '../../src/contract/sign-in.js';
import { type SessionView } from '../../src/contract/staff.js';
import { type Answering, Authenticator } from './authenticator.js';
import { type Answer, ConsoleClient } from './console-client.js';

type Asked = Ceremony['options'] & { user: { id: string } };

/** The token of a one-time link: what stands behind its #. */
export function tokenOf({ url }: SignInLink): string {
  return new URL(url).hash.slice(1);
}

export function codeOf(answer: Answer<unknown>): string {
  return (answer.body as ErrorBody).error.code;
}

/** What a browser with an authenticator does at the console, by HTTP. */
export class PasskeyUser {
  readonly client: ConsoleClient;

  constructor(
    url: string,
    readonly device = new Authenticator(),
    readonly answering: Answering = { origin: url },
  ) {
    this.client = new ConsoleClient(url);
  }

  async asked(path: string, body: unknown = {}): Promise<Asked> {
    const answer = await this.client.request<Ceremony>('POST', path, body);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status} ${codeOf(answer)}`);
    return answer.body.options as Asked;
  }

  async join(token: string, name = 'わたしの鍵'): Promise<Answer<SessionView & ErrorBody>> {
    const response = this.device.create(
      await this.asked('/api/join/passkey/options', { token }),
      this.answering,
    );
    return this.client.enter('/api/join/passkey', { token, name, response });
  }

  async signIn(answering = this.answering): Promise<Answer<SessionView & ErrorBody>> {
    const options = await this.asked('/api/session/passkey/options');
    this.device.counter &&= this.device.counter + 1;
    return this.client.enter('/api/session/passkey', { response: this.device.get(options, answering) });
  }

  /** Adds another authenticator in the session that is open. */
  async add(device: Authenticator, name = '予備の鍵'): Promise<Answer<SecurityView & ErrorBody>> {
    const options = await this.asked('/api/security/passkeys/options');
    const response = device.create(options, this.answering);
    return this.client.request('POST', '/api/security/passkeys', { name, response });
  }
}

/** Makes a link as an administrator, for somebody without a way in. */
export async function linkFor(administrator: ConsoleClient, login: string): Promise<SignInLink> {
  const answer = await administrator.request<SignInLink>(
    'POST',
    `/api/people/${await staffIdOf(administrator, login)}/link`,
    {},
  );
  if (answer.status !== 200) throw new Error(`no link for ${login}: ${codeOf(answer)}`);
  return answer.body;
}

export async function staffIdOf(administrator: ConsoleClient, login: string): Promise<string> {
  return (await personOf(administrator, login)).staffId;
}

export async function personOf(
  administrator: ConsoleClient,
  login: string,
): Promise<PeopleView['people'][number]> {
  const { body } = await administrator.request<PeopleView>('GET', '/api/people');
  const person = body.people.find((each) => each.login === login);
  if (person === undefined) throw new Error(`no person ${login}`);
  return person;
}

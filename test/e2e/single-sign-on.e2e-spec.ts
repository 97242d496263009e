import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readEnvironment } from '../../src/config/environment.js';
import { type SecurityView, type SignInLink } from '../../src/contract/sign-in.js';
import { type SessionView } from '../../src/contract/staff.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { CLIENT, TestProvider, Wanderer } from '../support/oidc-provider.js';
import { codeOf, linkFor, PasskeyUser, personOf, staffIdOf, tokenOf } from '../support/passkeys.js';
import { EVENING, freePort, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';

describe('signing in by OpenID Connect', () => {
  let standIn: StandIn;
  let provider: TestProvider;
  let relay: Relay;

  beforeAll(async () => {
    standIn = await startStandIn();
    const port = await freePort();
    provider = await TestProvider.start(`http://localhost:${port}/api/session/single-sign-on/callback`);
    const env = {
      PORT: String(port),
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_NAME: '県のアカウント',
    };
    relay = await startRelay({ standIn, at: EVENING, env });
  });
  beforeEach(async () => {
    const tables = ['sign_in_limit', 'sign_in_policy', 'session', 'single_sign_on_identity', 'passkey'];
    for (const table of tables) await relay.database.query(`DELETE FROM ${table}`);
    await relay.database.query(
      `INSERT INTO sign_in_policy VALUES ('counselor', 'passkey-or-single-sign-on')`,
    );
    provider.person = 'sato';
    provider.number = 'id';
    provider.called = null;
    provider.secondsAgo = 0;
  });
  afterAll(async () => {
    await relay.close();
    await provider.close();
    await standIn.close();
  });

  const start = () => `${relay.url}/api/session/single-sign-on`;
  const get = async (browser: Wanderer, path: string) => {
    const url = `${relay.url}${path}`;
    const response = await fetch(url, { headers: { cookie: browser.cookie(url) } });
    return { status: response.status, body: (await response.json()) as SessionView & SecurityView };
  };
  const outcome = async (browser = new Wanderer()) => {
    const { url } = await browser.go(start(), /\/(?:sign-in.*)?$/);
    return { url: url.replace(relay.url, ''), session: (await get(browser, '/api/session')).status };
  };
  const refused = { url: '/sign-in?refused=sign_in_failed', session: 401 };

  it('lets in whom the provider knows, where their role allows it, and says how they came', async () => {
    const options = await (await fetch(`${relay.url}/api/session/options`)).json();
    expect(options).toMatchObject({ singleSignOn: '県のアカウント' });
    const browser = new Wanderer();
    expect(await outcome(browser)).toEqual({ url: '/', session: 200 });
    expect((await get(browser, '/api/session')).body.staff.login).toBe('sato');
    const { body } = await get(browser, '/api/security');
    expect(body.sessions).toMatchObject([{ method: 'single-sign-on', current: true }]);
    expect(browser.cookie(relay.url)).not.toContain('tomoshibi-sign-on');
  });

  it.each([
    ['somebody who is not of our staff', 'nobody'],
    ['somebody whose role wants a passkey or a password', 'tanaka'],
    ['nobody, because the person declined', null],
  ])('does not let in %s', async (_, person) => {
    provider.person = person;
    expect(await outcome()).toEqual(refused);
  });

  it('does not let in who left, nor anybody once the role wants something else', async () => {
    await relay.database.query(`UPDATE staff SET active = false WHERE login = 'sato'`);
    expect(await outcome()).toEqual(refused);
    await relay.database.query('UPDATE staff SET active = true');
    await relay.database.query(`UPDATE sign_in_policy SET policy = 'passkey'`);
    expect(await outcome()).toEqual(refused);
    expect(await (await fetch(`${relay.url}/api/session/options`)).json()).toMatchObject({
      singleSignOn: null,
    });
  });

  const differs = { url: '/sign-in?refused=sign_on_differs', session: 401 };
  const entered = { url: '/', session: 200 };

  it('lets in nobody else at the provider who was given that login, until two administrators say so', async () => {
    const last = await relay.database.query<{ seq: number }>('SELECT max(seq) AS seq FROM audit_entry');
    expect([await outcome(), await outcome()]).toEqual([entered, entered]);
    provider.number = 'another-id';
    expect(await outcome()).toEqual(differs);
    const traced = () =>
      relay.database.query<{ act: string; by: string }>(
        `SELECT act, actor_kind AS by FROM audit_entry JOIN staff ON staff.id = actor_id
         WHERE login = 'sato' AND seq > $1 ORDER BY seq`,
        [last[0]?.seq],
      );
    expect(await traced()).toEqual([
      { act: 'sign-on.tied', by: 'staff' },
      { act: 'session.signed-in', by: 'staff' },
      { act: 'session.signed-in', by: 'staff' },
      { act: 'sign-on.differs', by: 'nobody' },
    ]);
    // Nor does the first one become somebody else here when the provider calls them so.
    Object.assign(provider, { number: 'id', called: 'suzuki' });
    expect(await outcome()).toEqual(differs);
    Object.assign(provider, { number: 'another-id', called: null });

    const admin = await ConsoleClient.signedIn(relay.url, 'admin');
    const second = await addStaff(relay, {
      login: 'admin2',
      memberships: { [SUICIDE_PREVENTION]: 'supervisor' },
    });
    await relay.database.query(`UPDATE staff SET administrator = true WHERE login = 'admin2'`);
    const path = `/api/people/${await staffIdOf(admin, 'sato')}/recovery`;
    expect((await admin.request('POST', path, { reason: '番号が変わったと連絡があった' })).status).toBe(200);
    const { body: link } = await second.request<SignInLink>('POST', `${path}/confirm`, {});
    expect(await outcome()).toEqual(differs);
    expect((await new PasskeyUser(relay.url).join(tokenOf(link))).status).toBe(200);
    expect((await traced()).map(({ act }) => act)).toContain('sign-on.untied');
    expect(await outcome()).toEqual(entered);
    provider.number = 'id';
    expect(await outcome()).toEqual(differs);
  });

  it('gives nobody a link by which one administrator could come in as who comes from there', async () => {
    const admin = await ConsoleClient.signedIn(relay.url, 'admin');
    const early = tokenOf(await linkFor(admin, 'sato'));
    expect(await personOf(admin, 'sato')).toMatchObject({ singleSignOn: false });
    expect(await outcome()).toEqual(entered);
    const opened = await new ConsoleClient(relay.url).request('POST', '/api/join', { token: early });
    expect(codeOf(opened)).toBe('link_unusable');
    expect(await personOf(admin, 'sato')).toMatchObject({ singleSignOn: true, passkeys: 0, link: null });
    const path = `/api/people/${await staffIdOf(admin, 'sato')}/link`;
    expect(codeOf(await admin.request('POST', path, {}))).toBe('recovery_needed');
  });

  it('takes nobody else at the provider for the person of an open session', async () => {
    const browser = new Wanderer();
    expect(await outcome(browser)).toEqual(entered);
    await relay.database.query('UPDATE session SET verified_at = NULL');
    provider.number = 'another-id';
    const { url: asked } = await browser.go(`${start()}/verification`, /\/auth\?/);
    const { url: answer } = await new Wanderer().go(asked, /\/callback\?/);
    const { url } = await browser.go(answer, /\/(?:verified.*)?$/);
    expect(url).toBe(`${relay.url}/verified?refused=sign_on_differs`);
    expect(await mayAddPasskey(browser)).toBe(false);
  });

  it('takes an answer only from the browser that asked, and once', async () => {
    const browser = new Wanderer();
    const { url } = await browser.go(start(), /\/callback\?/);
    const stranger = new Wanderer();
    expect((await stranger.go(url, /\/(?:sign-in.*)?$/)).url).toBe(`${relay.url}${refused.url}`);
    // Somebody who has asked for themselves can't be given another person's answer.
    const victim = new Wanderer();
    await victim.go(start(), /\/callback\?/);
    expect((await victim.go(url, /\/(?:sign-in.*)?$/)).url).toBe(`${relay.url}${refused.url}`);
    expect((await get(victim, '/api/session')).status).toBe(401);
    expect((await browser.go(url, /\/(?:sign-in.*)?$/)).url).toBe(`${relay.url}/`);
    expect((await browser.go(url, /\/(?:sign-in.*)?$/)).url).toBe(`${relay.url}${refused.url}`);
  });

  it.each([
    ['a made-up code', (url: URL) => url.searchParams.set('code', 'A'.repeat(43))],
    ['another state', (url: URL) => url.searchParams.set('state', 'B'.repeat(43))],
    ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example')],
  ])('refuses an answer with %s', async (_, change) => {
    const browser = new Wanderer();
    const url = new URL((await browser.go(start(), /\/callback\?/)).url);
    change(url);
    expect((await browser.go(url.href, /\/(?:sign-in.*)?$/)).url).toBe(`${relay.url}${refused.url}`);
  });

  /** Adding a passkey wants that the person showed who they are not long ago. */
  const mayAddPasskey = async (browser: Wanderer) => {
    const url = `${relay.url}/api/security/passkeys/options`;
    const headers = {
      cookie: browser.cookie(url),
      origin: relay.url,
      'content-type': 'application/json',
    };
    return (await fetch(url, { method: 'POST', headers, body: '{}' })).status === 200;
  };
  /** What somebody who sits before the browser can do with what it asks the provider. */
  const goAsking = async (browser: Wanderer, from: string, change: (asked: URLSearchParams) => void) => {
    const asked = new URL((await browser.go(from, /\/auth\?/)).url);
    change(asked.searchParams);
    return (await browser.go(asked.href, /\/(?:sign-in|verified.*)?$/)).url.replace(relay.url, '');
  };

  it('takes a person for verified since they showed the provider who they are, not since it let them in', async () => {
    const browser = new Wanderer();
    expect(await outcome(browser)).toEqual({ url: '/', session: 200 });
    expect(await mayAddPasskey(browser)).toBe(true);
    provider.secondsAgo = 11 * 60;
    const left = new Wanderer();
    expect(await outcome(left)).toEqual({ url: '/', session: 200 });
    expect(await mayAddPasskey(left)).toBe(false);
    // Who passes by an open browser presses the button: the provider still knows who sat there before.
    const { shown } = provider;
    expect(await outcome(left)).toEqual({ url: '/', session: 200 });
    expect(provider.shown).toBe(shown);
    expect(await mayAddPasskey(left)).toBe(false);
    expect(await goAsking(left, start(), (asked) => asked.delete('max_age'))).toBe('/');
    expect((await get(left, '/api/session')).status).toBe(200);
    expect(await mayAddPasskey(left)).toBe(false);
  });

  it('lets them show it once more at the provider, for the session that is open', async () => {
    provider.secondsAgo = 11 * 60;
    const browser = new Wanderer();
    await outcome(browser);
    const again = `${start()}/verification`;
    const ways = await fetch(`${relay.url}/api/session/verification/options`, {
      method: 'POST',
      headers: { cookie: browser.cookie(relay.url), 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await ways.json()).toMatchObject({
      options: null,
      password: 'no',
      singleSignOn: '県のアカウント',
    });
    const { shown } = provider;
    const quietly = (asked: URLSearchParams) => {
      asked.delete('prompt');
      asked.delete('max_age');
    };
    expect(await goAsking(browser, again, quietly)).toBe('/verified?refused=verification_failed');
    const longAgo = (asked: URLSearchParams) => {
      asked.delete('prompt');
      asked.set('max_age', '86400');
    };
    expect(await goAsking(browser, again, longAgo)).toBe('/verified?refused=verification_failed');
    expect(provider.shown).toBe(shown);
    expect(await mayAddPasskey(browser)).toBe(false);
    provider.secondsAgo = 0;
    expect(await goAsking(browser, again, () => undefined)).toBe('/verified');
    expect(provider.shown).toBe(shown + 1);
    expect(await mayAddPasskey(browser)).toBe(true);
    expect((await get(browser, '/api/security')).body.sessions).toHaveLength(1);
  });

  it("takes nobody else's word for it, nor anybody's without a session", async () => {
    provider.secondsAgo = 11 * 60;
    const browser = new Wanderer();
    await outcome(browser);
    await relay.database.query(
      `INSERT INTO sign_in_policy VALUES ('supervisor', 'passkey-or-single-sign-on')`,
    );
    const other = new Wanderer();
    provider.person = 'tanaka';
    provider.secondsAgo = 0;
    expect(await outcome(other)).toEqual({ url: '/', session: 200 });
    const { url: asked } = await browser.go(`${start()}/verification`, /\/auth\?/);
    const { url: answer } = await other.go(asked, /\/callback\?/);
    const { url } = await browser.go(answer, /\/(?:verified.*)?$/);
    expect(url).toBe(`${relay.url}/verified?refused=verification_failed`);
    expect(await mayAddPasskey(browser)).toBe(false);
    const { status } = await new Wanderer().go(`${start()}/verification`);
    expect(status).toBe(401);
  });

  it('is not there where it is not set, and is refused by half or without TLS', async () => {
    const plain = await startRelay({ standIn, beside: relay });
    try {
      const response = await fetch(`${plain.url}/api/session/single-sign-on`, { redirect: 'manual' });
      expect(response.status).toBe(404);
    } finally {
      await plain.close();
    }
    const half = { OIDC_ISSUER: 'https://id.example.org', OIDC_CLIENT_ID: 'x' };
    expect(() => readEnvironment(half)).toThrow('OIDC_CLIENT_SECRET');
    const open = { ...half, OIDC_ISSUER: 'http://id.example.org', OIDC_CLIENT_SECRET: 'y' };
    expect(() => readEnvironment(open)).toThrow('https://');
  });

  it('says that it is away while the provider is', async () => {
    const env = {
      OIDC_ISSUER: `http://localhost:${await freePort()}`,
      OIDC_CLIENT_ID: 'x',
      OIDC_CLIENT_SECRET: 'y',
    };
    const lonely = await startRelay({ standIn, beside: relay, env });
    try {
      const response = await fetch(`${lonely.url}/api/session/single-sign-on`, { redirect: 'manual' });
      expect(response.status).toBe(503);
    } finally {
      await lonely.close();
    }
  });
});

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';
import { freePort } from './relay.js';

export const CLIENT = { id: 'tomoshibi', secret: 'a secret between the two' };

async function signingKey() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return exportJWK(privateKey);
}

/** A real OpenID Connect provider on loopback, at which whoever comes is signed in as the person that stands there. */
export class TestProvider {
  /** Who sits before it; null declines. */
  person: string | null = null;
  /** The provider's own number for whoever has this login there; another, where the login was given to somebody else. */
  number = 'id';
  /** By what name it calls whoever comes, where that isn't their own. */
  called: string | null = null;
  /** So long ago they showed who they are, as it says of the next sign-in. */
  secondsAgo = 0;
  /** How often somebody had to show who they are. */
  shown = 0;

  private constructor(
    readonly issuer: string,
    private readonly server: Server,
  ) {}

  static async start(redirectUri: string): Promise<TestProvider> {
    const port = await freePort();
    const issuer = `http://localhost:${port}`;
    const provider = new Provider(issuer, {
      clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
      claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email', 'email_verified'] },
      // Said outright, so that it doesn't say by itself that they are its defaults.
      ttl: {
        AccessToken: 600,
        AuthorizationCode: 60,
        Grant: 600,
        IdToken: 600,
        Interaction: 600,
        Session: 600,
      },
      jwks: { keys: [await signingKey()] },
      features: { devInteractions: { enabled: false } },
      cookies: { keys: ['only for tests'] },
      findAccount: (_context, sub) => ({
        accountId: sub,
        claims: () => ({ sub, preferred_username: test.called ?? sub.replace(/^.*-of-/, '') }),
      }),
      interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    });
    const handle = provider.callback();
    const server = createServer((request, response) => {
      if (request.url?.startsWith('/interaction/') === true) void test.#interact(provider, request, response);
      else void handle(request, response);
    });
    const test = new TestProvider(issuer, server);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return test;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.person === null) {
      await provider.interactionFinished(request, response, {
        error: 'access_denied',
        error_description: 'declined',
      });
      return;
    }
    const accountId = `${this.number}-of-${this.person}`;
    const { prompt, params } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      this.shown += 1;
      const ts = Math.floor(Date.now() / 1000) - this.secondsAgo;
      await provider.interactionFinished(request, response, { login: { accountId, ts } });
      return;
    }
    const grant = new provider.Grant({ accountId, clientId: String(params['client_id']) });
    grant.addOIDCScope('openid profile email');
    await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  }
}

/** As much of a browser as it takes to be sent from one server to another: it follows, and keeps cookies by host and port. */
export class Wanderer {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Follows redirects until an answer that is none, or an address that `stop` fits, which is not asked for. */
  async go(address: string, stop: RegExp = /$^/): Promise<{ url: string; status: number }> {
    let url = address;
    for (let steps = 0; steps < 20; steps += 1) {
      const response = await fetch(url, { redirect: 'manual', headers: { cookie: this.cookie(url) } });
      this.#keep(url, response);
      const location = response.headers.get('location');
      await response.arrayBuffer();
      if (location === null) return { url, status: response.status };
      url = new URL(location, url).href;
      if (stop.test(url)) return { url, status: response.status };
    }
    throw new Error('sent round in circles');
  }

  cookie(url: string): string {
    const jar = this.#cookies.get(new URL(url).host) ?? new Map<string, string>();
    return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep(url: string, response: Response): void {
    const { host } = new URL(url);
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
  }
}

const ANSWERS_WITHIN_MS = 15_000;

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** One person's console. It asks the next process when one does not answer, as browsers behind a balancer do. */
export class DrillConsole {
  #cookie = '';
  #at: number;

  constructor(
    readonly login: string,
    private readonly urls: readonly string[],
    home: number,
  ) {
    this.#at = home;
  }

  /** Names the session; a socket needs it too. */
  get cookie(): string {
    return this.#cookie;
  }

  async signIn(password: string): Promise<void> {
    const response = await this.#fetch('POST', '/api/session', { login: this.login, password });
    this.#cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
    await response.text();
    if (response.status !== 200) throw new Error(`${this.login} could not sign in: ${response.status}`);
  }

  /** @throws Error when no answer came; the next request goes to another process then */
  async request<Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    try {
      const response = await this.#fetch(method, path, body);
      const text = await response.text();
      // 5xx: this process is in trouble, perhaps the other is not.
      if (response.status >= 500) this.#at += 1;
      return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Body };
    } catch (error) {
      this.#at += 1;
      throw error;
    }
  }

  /** The same request again and again until an answer says what became of it; undefined when it was given up. */
  async insist<Body>(
    method: string,
    path: string,
    body: unknown,
    giveUp: () => boolean,
  ): Promise<Answer<Body> | undefined> {
    while (!giveUp()) {
      try {
        const answer = await this.request<Body>(method, path, body);
        if (answer.status < 500 && answer.status !== 429) return answer;
      } catch {
        // No answer: whether it was taken is unknown, so the same again.
      }
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    return undefined;
  }

  #fetch(method: string, path: string, body: unknown): Promise<Response> {
    return fetch(`${this.urls[this.#at % this.urls.length]}${path}`, {
      method,
      headers: {
        ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
}

/** A person with a browser: keeps cookies, sends the form token of the page it was on, follows nothing by itself. */
export class Browser {
  readonly #address: string;
  readonly #cookies = new Map<string, string>();

  constructor(address: string) {
    this.#address = address;
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.request(path, { method: 'GET', headers: { accept: 'text/html', ...headers } });
  }

  /** Sends a form with the token of this session. */
  async post(path: string, fields: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.postWithout(path, { _csrf: await this.token(), ...fields });
  }

  /** Sends a form as it is, without a token of its own. */
  postWithout(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    return this.request(path, {
      method: 'POST',
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  }

  async signIn(username: string, password: string): Promise<Response> {
    return this.post('/sign-in', { username, password });
  }

  /** The token stands in every form; a page that is not there has the sign-out form too. */
  async token(): Promise<string> {
    for (const path of ['/sign-in', '/nowhere', '/acting']) {
      const page = await (await this.get(path)).text();
      const token = /name="_csrf" value="([^"]+)"/.exec(page)?.[1];
      if (token !== undefined) return token;
    }
    throw new Error('no form token on the page');
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  async request(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(`${this.#address}${path}`, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';');
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    if (/expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

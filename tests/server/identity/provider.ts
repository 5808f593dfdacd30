import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type JWK, Provider } from 'oidc-provider';

/** Where the browser is sent back to; the tests carry it over to the server, wherever that listens. */
export const PUBLIC_URL = 'http://recourse.invalid';
export const CLIENT = { id: 'recourse', secret: 'a secret of the tests, long enough to be one' };

/** Whoever signs in at the provider next. */
export interface Vouched {
  readonly sub: string;
  readonly acr?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface TestProvider {
  readonly issuer: string;
  readonly vouchFor: (whom: Vouched) => void;
  /** What the person does in between: signs in at the provider; returns the address they are sent back to. */
  readonly visit: (address: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}

export type Claims = Readonly<Record<string, unknown>>;

/**
 * A real oidc-provider on a free port, whose sign-in page lets everybody in as who the test says. With `tamper` what its
 * ID tokens claim is changed, and signed anew with `forgedBy` or else its own key.
 */
export async function startProvider(
  tamper: ((claims: Claims) => Claims) | null = null,
  forgedBy: KeyObject | null = null,
): Promise<TestProvider> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let vouched: Vouched = { sub: 'EE38001085718', acr: 'high' };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${PUBLIC_URL}/sign-in/eid/return`, `${PUBLIC_URL}/sign-in/work/return`],
        post_logout_redirect_uris: [`${PUBLIC_URL}/sign-in`],
      },
    ],
    acrValues: ['low', 'substantial', 'high'],
    claims: { openid: ['sub', 'acr', 'preferred_username', 'urn:oid:1.2.246.21'], profile: [] },
    conformIdTokenClaims: false,
    jwks: { keys: [publicForm(privateKey)] },
    cookies: { keys: ['a key of the tests'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => Promise.resolve({ sub, ...vouched.claims }),
    }),
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (tamper !== null && request.url === '/token') resign(response, tamper, forgedBy ?? privateKey);
    if (!(request.url ?? '').startsWith('/interaction/')) return void answer(request, response);
    void (async () => {
      const { prompt, params, session } = await provider.interactionDetails(request, response);
      if (prompt.name === 'login') {
        const login = { accountId: vouched.sub, ...(vouched.acr === undefined ? {} : { acr: vouched.acr }) };
        return provider.interactionFinished(request, response, { login });
      }
      const grant = new provider.Grant({
        accountId: session?.accountId ?? '',
        clientId: String(params['client_id']),
      });
      grant.addOIDCScope(String(params['scope']));
      const consent = { grantId: await grant.save() };
      return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
    })();
  });
  return {
    issuer,
    vouchFor: (whom) => void (vouched = whom),
    visit: (address) => follow(address),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Follows redirects with cookies, until they lead away from the provider. */
async function follow(address: string): Promise<string> {
  const cookies = new Map<string, string>();
  let at = address;
  for (let hop = 0; hop < 20; hop++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const location = response.headers.get('location');
    if (location === null)
      throw new Error(`the provider answered ${response.status}: ${await response.text()}`);
    at = new URL(location, at).href;
    if (at.startsWith(PUBLIC_URL)) return at;
  }
  throw new Error('the provider sends round and round');
}

function publicForm(privateKey: KeyObject): JWK {
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: kidOf(privateKey) } as JWK;
}

function kidOf(privateKey: KeyObject): string {
  const pem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
  return createHash('sha256').update(pem).digest('hex').slice(0, 16);
}

/** Changes the ID token in the answer, on its way out. */
function resign(response: ServerResponse, tamper: (claims: Claims) => Claims, key: KeyObject): void {
  const end = response.end.bind(response) as (body?: unknown) => ServerResponse;
  response.end = ((body?: unknown) => {
    const answer = JSON.parse(String(body)) as Record<string, unknown>;
    const [head = '', payload = ''] = String(answer['id_token']).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
    const changed = `${head}.${Buffer.from(JSON.stringify(tamper(claims))).toString('base64url')}`;
    answer['id_token'] = `${changed}.${sign('sha256', Buffer.from(changed), key).toString('base64url')}`;
    const text = JSON.stringify(answer);
    response.setHeader('content-length', Buffer.byteLength(text));
    return end(text);
  }) as ServerResponse['end'];
}

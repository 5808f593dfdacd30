import * as client from 'openid-client';
import type { Services } from '../services.ts';
import type { ProviderSettings } from './oidc-settings.ts';
import type { Audience, Errand } from './session.ts';

/** A provider that does not answer must not keep people waiting: passwords and codes work without it. */
const SECONDS_TO_ANSWER = 5;
/** Between leaving for the provider and coming back. */
const ERRAND_MINUTES = 10;

export type Departure =
  | { readonly kind: 'leave'; readonly to: string; readonly errand: Errand }
  | { readonly kind: 'unavailable' };

/** Where to send the browser: code flow with PKCE, a state and a nonce that only this session knows. */
export async function departTo(
  services: Services,
  audience: Audience,
  asked: { readonly language: string; readonly next: string | null },
): Promise<Departure> {
  const provider = providerFor(services, audience);
  const found = await discover(services, audience, provider);
  if (found === null) return { kind: 'unavailable' };
  const errand: Errand = {
    audience,
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
    next: asked.next,
    begunAt: services.clock().toISOString(),
  };
  const to = client.buildAuthorizationUrl(found, {
    redirect_uri: returnAddress(services, audience),
    response_type: 'code',
    scope: provider.scope,
    state: errand.state,
    nonce: errand.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(errand.verifier),
    code_challenge_method: 'S256',
    ui_locales: asked.language,
    ...(provider.acrValues === null ? {} : { acr_values: provider.acrValues }),
  });
  return { kind: 'leave', to: to.href, errand };
}

export type Return =
  /** The claim that says who it is, and whether the level of assurance was one that counts. */
  | { readonly kind: 'proved'; readonly claim: string; readonly byLevel: boolean }
  | { readonly kind: 'refused'; readonly because: ReturnRefusal };

export type ReturnRefusal = 'cancelled' | 'too_low' | 'too_late' | 'not_sound' | 'unavailable';

/** What the provider says on the way back. Whatever does not fit the errand, to the letter, is not believed. */
export async function welcomeBack(
  services: Services,
  errand: Errand,
  query: URLSearchParams,
): Promise<Return> {
  const late = services.clock().getTime() - Date.parse(errand.begunAt) > ERRAND_MINUTES * 60_000;
  if (late) return { kind: 'refused', because: 'too_late' };
  const provider = providerFor(services, errand.audience);
  const found = await discover(services, errand.audience, provider);
  if (found === null) return { kind: 'refused', because: 'unavailable' };
  const address = new URL(returnAddress(services, errand.audience));
  address.search = query.toString();
  try {
    const tokens = await client.authorizationCodeGrant(found, address, {
      pkceCodeVerifier: errand.verifier,
      expectedState: errand.state,
      expectedNonce: errand.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) return { kind: 'refused', because: 'not_sound' };
    if (!isEnough(provider, claims.acr)) return { kind: 'refused', because: 'too_low' };
    const claim =
      claims[provider.claim] ?? (await askFurther(found, tokens.access_token, claims.sub, provider));
    if (typeof claim !== 'string' || claim === '') return { kind: 'refused', because: 'not_sound' };
    return { kind: 'proved', claim, byLevel: provider.leastLevel !== null };
  } catch (error) {
    const because = refusalOf(error);
    // Its code alone: what a provider writes about somebody has no place in a log.
    services.log.warn(
      { audience: errand.audience, because, code: codeOf(error) },
      'sign-in at a provider failed',
    );
    return { kind: 'refused', because };
  }
}

/** Where to sign out at the provider too; null where it has no such address, or does not answer. */
export async function endSessionAddress(services: Services, audience: Audience): Promise<string | null> {
  const provider = services.configuration.providers[audience];
  if (provider === null) return null;
  const found = await discover(services, audience, provider);
  if (found?.serverMetadata().end_session_endpoint === undefined) return null;
  // Without the ID token as a hint: it holds the personal code, which belongs in no address.
  return client.buildEndSessionUrl(found, {
    client_id: provider.clientId,
    post_logout_redirect_uri: `${services.configuration.publicUrl ?? ''}/sign-in`,
  }).href;
}

/** Levels are told by their whole name, or by the last part of their address. */
function isEnough({ leastLevel, levels }: ProviderSettings, acr: unknown): boolean {
  if (leastLevel === null) return true;
  if (typeof acr !== 'string') return false;
  const given = levels.indexOf(levels.includes(acr) ? acr : (acr.split('/').at(-1) ?? ''));
  return given >= levels.indexOf(leastLevel);
}

/** Some brokers tell the personal code at the userinfo address alone. */
async function askFurther(
  found: client.Configuration,
  accessToken: string,
  subject: string,
  { claim }: ProviderSettings,
): Promise<unknown> {
  if (found.serverMetadata().userinfo_endpoint === undefined) return undefined;
  return (await client.fetchUserInfo(found, accessToken, subject))[claim];
}

function refusalOf(error: unknown): ReturnRefusal {
  if (error instanceof client.AuthorizationResponseError) {
    return ['access_denied', 'user_cancel'].includes(error.error) ? 'cancelled' : 'not_sound';
  }
  if (error instanceof client.ResponseBodyError) return 'not_sound';
  const code = codeOf(error);
  return code === 'OAUTH_TIMEOUT' || isNetworkError(error) ? 'unavailable' : 'not_sound';
}

/** What fetch throws when nobody answers. */
function isNetworkError(error: unknown): boolean {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return inner instanceof TypeError && /fetch failed/.test(inner.message);
}

function codeOf(error: unknown): string | null {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : null;
}

function providerFor({ configuration }: Services, audience: Audience): ProviderSettings {
  const provider = configuration.providers[audience];
  if (provider === null) throw new Error(`no provider for ${audience} is set`);
  return provider;
}

function returnAddress({ configuration }: Services, audience: Audience): string {
  return `${configuration.publicUrl ?? ''}/sign-in/${audience === 'staff' ? 'work' : 'eid'}/return`;
}

const known = new WeakMap<Services, Map<Audience, client.Configuration>>();

/** Asked once; one that did not answer is asked again the next time. */
async function discover(
  services: Services,
  audience: Audience,
  { issuer, clientId, clientSecret }: ProviderSettings,
): Promise<client.Configuration | null> {
  const ofServices = known.get(services) ?? new Map<Audience, client.Configuration>();
  known.set(services, ofServices);
  const before = ofServices.get(audience);
  if (before !== undefined) return before;
  try {
    const found = await client.discovery(new URL(issuer), clientId, clientSecret ?? undefined, undefined, {
      timeout: SECONDS_TO_ANSWER,
      execute: [
        // The signature too, although the token came over TLS: a broker may stand between.
        client.enableNonRepudiationChecks,
        ...(issuer.startsWith('http:') ? [client.allowInsecureRequests] : []),
      ],
    });
    ofServices.set(audience, found);
    return found;
  } catch (error) {
    services.log.warn({ audience, code: codeOf(error) }, 'a provider of identities does not answer');
    return null;
  }
}

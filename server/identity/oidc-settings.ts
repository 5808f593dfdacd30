import { z } from 'zod';

/** Whom a provider vouches for, and how it is asked: `OIDC_…` for customers, `OIDC_STAFF_…` for staff. */
export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly scope: string;
  /** Asked for as `acr_values`. */
  readonly acrValues: string | null;
  /** Lowest first, as the provider writes them in `acr`. */
  readonly levels: readonly string[];
  /** The lowest that is enough; null asks for none. */
  readonly leastLevel: string | null;
  /** The claim that says who it is: a personal code, or a username of staff. */
  readonly claim: string;
  /** Country of a personal code that comes without one. */
  readonly country: string;
  /** On the button. */
  /** On the button; null: the page has words of its own. */
  readonly name: string | null;
}

const issuer = z
  .url({ protocol: /^https?$/, error: 'want the address of an issuer, such as https://tara.ria.ee' })
  .refine(
    (text) => text.startsWith('https:') || /^http:\/\/(localhost|127\.[\d.]+|\[::1\])[:/]?/.test(text),
    'want https: plain HTTP is for a provider on this computer alone',
  );

export const OIDC_SETTINGS = {
  OIDC_ISSUER: issuer
    .optional()
    .describe(
      'OpenID Connect provider at which customers and their representatives sign in (docs/identity.md). Needs PUBLIC_URL, OIDC_CLIENT_ID and mostly OIDC_CLIENT_SECRET. Without it codes and passwords alone.',
    ),
  OIDC_NAME: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe('Name of that provider on the button. Without it: "eID", in the language of the page.'),
  OIDC_CLIENT_ID: z.string().min(1).optional().describe('Our name at that provider.'),
  OIDC_CLIENT_SECRET: z.string().min(1).optional().describe('Our secret at that provider.'),
  OIDC_SCOPE: z
    .string()
    .regex(/^openid( \S+)*$/, 'want "openid", and further scopes after it')
    .default('openid')
    .describe('Scopes asked for.'),
  OIDC_ACR_VALUES: z.string().min(1).optional().describe('Levels of assurance asked for (`acr_values`).'),
  OIDC_LEVELS: z
    .string()
    .min(1)
    .default('low,substantial,high')
    .describe('Levels as the provider writes them in `acr`, the lowest first, separated by commas.'),
  OIDC_LEAST_LEVEL: z
    .string()
    .min(1)
    .default('substantial')
    .describe(
      'Lowest of those levels that opens a person’s file; `none` for a provider that tells no level.',
    ),
  OIDC_PERSON_CLAIM: z
    .string()
    .min(1)
    .default('sub')
    .describe('Claim that holds the personal code. TARA: `sub`; Suomi.fi: `urn:oid:1.2.246.21`.'),
  OIDC_PERSON_COUNTRY: z
    .enum(['EE', 'FI'], 'want EE or FI')
    .default('EE')
    .describe('Country of a personal code that comes without one.'),
  OIDC_STAFF_ISSUER: issuer.optional().describe('The same for staff; their roles stay ours.'),
  OIDC_STAFF_NAME: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe(
      'Name of that provider on the button. Without it: "work account", in the language of the page.',
    ),
  OIDC_STAFF_CLIENT_ID: z.string().min(1).optional().describe('Our name at that provider.'),
  OIDC_STAFF_CLIENT_SECRET: z.string().min(1).optional().describe('Our secret at that provider.'),
  OIDC_STAFF_SCOPE: z
    .string()
    .regex(/^openid( \S+)*$/, 'want "openid", and further scopes after it')
    .default('openid profile')
    .describe('Scopes asked for.'),
  OIDC_STAFF_ACR_VALUES: z.string().min(1).optional().describe('Levels of assurance asked for.'),
  OIDC_STAFF_LEVELS: z
    .string()
    .min(1)
    .default('low,substantial,high')
    .describe('Levels of that provider, the lowest first.'),
  OIDC_STAFF_LEAST_LEVEL: z
    .string()
    .min(1)
    .default('none')
    .describe(
      'Lowest level that signs a member of staff in. With one the provider’s own second factor counts; with `none` ours is asked for as well.',
    ),
  OIDC_STAFF_CLAIM: z
    .string()
    .min(1)
    .default('preferred_username')
    .describe('Claim that holds the username of the account of staff.'),
} as const;

type Read = z.output<z.ZodObject<typeof OIDC_SETTINGS>>;

export interface Providers {
  readonly customer: ProviderSettings | null;
  readonly staff: ProviderSettings | null;
}

export type ProvidersRead =
  | { readonly kind: 'read'; readonly providers: Providers }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** A provider half set up is a start that fails, not a button that fails. */
export function readProviders(read: Read, publicUrl: string | undefined): ProvidersRead {
  const providers: Providers = {
    customer:
      read.OIDC_ISSUER === undefined
        ? null
        : {
            issuer: read.OIDC_ISSUER,
            clientId: read.OIDC_CLIENT_ID ?? '',
            clientSecret: read.OIDC_CLIENT_SECRET ?? null,
            scope: read.OIDC_SCOPE,
            acrValues: read.OIDC_ACR_VALUES ?? null,
            levels: listIn(read.OIDC_LEVELS),
            leastLevel: leastIn(read.OIDC_LEAST_LEVEL),
            claim: read.OIDC_PERSON_CLAIM,
            country: read.OIDC_PERSON_COUNTRY,
            name: read.OIDC_NAME ?? null,
          },
    staff:
      read.OIDC_STAFF_ISSUER === undefined
        ? null
        : {
            issuer: read.OIDC_STAFF_ISSUER,
            clientId: read.OIDC_STAFF_CLIENT_ID ?? '',
            clientSecret: read.OIDC_STAFF_CLIENT_SECRET ?? null,
            scope: read.OIDC_STAFF_SCOPE,
            acrValues: read.OIDC_STAFF_ACR_VALUES ?? null,
            levels: listIn(read.OIDC_STAFF_LEVELS),
            leastLevel: leastIn(read.OIDC_STAFF_LEAST_LEVEL),
            claim: read.OIDC_STAFF_CLAIM,
            country: 'EE',
            name: read.OIDC_STAFF_NAME ?? null,
          },
  };
  const problems = (
    [
      ['OIDC', providers.customer],
      ['OIDC_STAFF', providers.staff],
    ] as const
  ).flatMap(([prefix, provider]) => (provider === null ? [] : faultsOf(prefix, provider, publicUrl)));
  return problems.length === 0 ? { kind: 'read', providers } : { kind: 'refused', problems };
}

function faultsOf(prefix: string, provider: ProviderSettings, publicUrl: string | undefined): string[] {
  const { clientId, leastLevel, levels } = provider;
  return [
    ...(clientId === '' ? [`${prefix}_CLIENT_ID: ${prefix}_ISSUER needs it (docs/identity.md)`] : []),
    ...(publicUrl === undefined
      ? [
          `PUBLIC_URL: ${prefix}_ISSUER needs it, since the provider sends people back to it (docs/identity.md)`,
        ]
      : []),
    ...(leastLevel !== null && !levels.includes(leastLevel)
      ? [
          `${prefix}_LEAST_LEVEL "${leastLevel}": want none, or one of ${levels.join(', ')} (docs/identity.md)`,
        ]
      : []),
  ];
}

function listIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

function leastIn(text: string): string | null {
  return text === 'none' ? null : text;
}

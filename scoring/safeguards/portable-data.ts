import { z } from 'zod';
import type { IsoInstant } from '../portfolio/dates.ts';
import type { PersonFile, Provenance } from '../portfolio/records.ts';

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .describe('A day, YYYY-MM-DD');
const cents = z.int().describe('Money in cents of the currency');
const text = z.string().nullable();

/**
 * What a person takes along (GDPR art. 20): what they gave us themselves, on a contract or a consent. What others told
 * us, and what we worked out, is no part of it; that is in the copy of art. 15. Published as
 * `docs/portability.schema.json`.
 */
export const PORTABLE_SCHEMA = z
  .object({
    format: z.literal('recourse-portable/1'),
    madeAt: z.string().describe('An instant in UTC'),
    controller: z.string().describe('Who held the data'),
    person: z.object({
      name: text,
      personalCode: text,
      email: text,
      phone: text,
      address: text,
      language: z.string(),
    }),
    applications: z.array(
      z.object({
        number: z.string(),
        on: day,
        lender: z.string(),
        product: z.string(),
        currency: z.string(),
        amountCents: cents,
        termMonths: z.int(),
      }),
    ),
    incomesAndExpenses: z.array(
      z.object({
        kind: z.enum(['income', 'expense', 'obligation']),
        code: z.string(),
        monthlyCents: cents,
        count: z.int().nullable(),
        from: day,
        to: day.nullable(),
      }),
    ),
    promises: z.array(z.object({ claimNumber: z.string(), on: day, dueOn: day, amountCents: cents })),
    plans: z.array(
      z.object({
        claimNumber: z.string(),
        agreedOn: day,
        instalmentCents: cents,
        instalments: z.int(),
        firstDueOn: day,
      }),
    ),
    consents: z.array(z.object({ purpose: z.string(), givenOn: day, withdrawnOn: day.nullable() })),
    statements: z.array(z.object({ at: z.string(), kind: z.string(), text: z.string() })),
    papers: z.array(
      z.object({
        at: z.string(),
        name: z.string(),
        mediaType: z.string(),
        bytes: z.int(),
        sha256: z.string().describe('Of the contents, in hex'),
      }),
    ),
  })
  .meta({ title: 'Recourse: data of a person to take along', id: 'recourse-portable' });

export type PortableData = z.output<typeof PORTABLE_SCHEMA>;

export interface PortableSources {
  readonly file: PersonFile;
  readonly identity: Omit<PortableData['person'], 'language'> | null;
  readonly controller: string;
  readonly madeAt: IsoInstant;
  readonly statements: PortableData['statements'];
  readonly papers: PortableData['papers'];
}

export function portableOf({
  file,
  identity,
  controller,
  madeAt,
  statements,
  papers,
}: PortableSources): PortableData {
  const numberOf = (claimId: number): string =>
    file.claims.find((claim) => claim.claimId === claimId)?.claimNumber ?? '';
  return {
    format: 'recourse-portable/1',
    madeAt,
    controller,
    person: {
      name: identity?.name ?? null,
      personalCode: identity?.personalCode ?? null,
      email: identity?.email ?? null,
      phone: identity?.phone ?? null,
      address: identity?.address ?? null,
      language: file.person.language,
    },
    // An application is the person's own act, whatever system wrote it down.
    applications: file.applications.map(
      ({ applicationNumber, on, lender, product, currency, amountCents, termMonths }) => ({
        number: applicationNumber,
        on,
        lender,
        product,
        currency,
        amountCents,
        termMonths,
      }),
    ),
    incomesAndExpenses: own(file.incomes).map(({ kind, code, monthlyCents, count, from, to }) => ({
      kind,
      code,
      monthlyCents,
      count,
      from,
      to,
    })),
    promises: file.promises.map(({ claimId, on, dueOn, amountCents }) => ({
      claimNumber: numberOf(claimId),
      on,
      dueOn,
      amountCents,
    })),
    plans: file.plans.map(({ claimId, agreedOn, instalmentCents, instalments, firstDueOn }) => ({
      claimNumber: numberOf(claimId),
      agreedOn,
      instalmentCents,
      instalments,
      firstDueOn,
    })),
    consents: file.consents.map(({ purpose, givenOn, withdrawnOn }) => ({ purpose, givenOn, withdrawnOn })),
    statements: [...statements],
    papers: [...papers],
  };
}

function own<T extends Provenance>(records: readonly T[]): readonly T[] {
  return records.filter(({ source }) => source === 'person' || source === 'representative');
}

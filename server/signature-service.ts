import { z } from 'zod';

/** Where signatures are checked: a service with the REST interface of SiVa; without an address none are. */
export interface SignatureService {
  readonly url: string | null;
  readonly timeoutMs: number;
}

export interface Signer {
  readonly name: string;
  readonly signedAt: string | null;
  readonly holds: boolean;
}

/**
 * `valid`: every signature holds. `not_valid`: at least one does not. `unsigned`: there is none. Otherwise nobody has
 * checked: there is no service, it did not answer, or its answer made no sense.
 */
export type SignatureReport =
  | {
      readonly result: 'valid' | 'not_valid' | 'unsigned';
      readonly signatures: number;
      readonly valid: number;
      readonly signers: readonly Signer[];
    }
  | { readonly result: 'no_service' | 'no_answer' | 'odd_answer' };

/** What the service says of a container. Whatever goes wrong on the way is an answer, too: not verified. */
export async function validateSignatures(
  { url, timeoutMs }: SignatureService,
  content: Buffer,
): Promise<SignatureReport> {
  if (url === null) return { result: 'no_service' };
  let text: string;
  try {
    const response = await fetch(`${url.replace(/\/$/, '')}/validate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      // The name that the person gave it is nothing to the service.
      body: JSON.stringify({ document: content.toString('base64'), filename: 'paper.asice' }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) return { result: response.status >= 500 ? 'no_answer' : 'odd_answer' };
    const read = await readAtMost(response, ANSWER_BYTES_AT_MOST);
    if (read === null) return { result: 'odd_answer' };
    text = read;
  } catch {
    return { result: 'no_answer' };
  }
  return reportOf(text);
}

const ANSWER_BYTES_AT_MOST = 5 * 1024 * 1024;

async function readAtMost(response: Response, most: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).length;
    if (bytes > most) return null;
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const conclusion = z.object({
  validationReport: z.object({
    validationConclusion: z.object({
      signaturesCount: z.number().int().nonnegative().max(1000),
      validSignaturesCount: z.number().int().nonnegative().max(1000),
      signatures: z
        .array(
          z.object({
            signedBy: z.string().max(500).nullish(),
            claimedSigningTime: z.string().max(40).nullish(),
            indication: z.string(),
            info: z.object({ bestSignatureTime: z.string().max(40).nullish() }).nullish(),
          }),
        )
        .max(1000)
        .default([]),
    }),
  }),
});

/** Reads the report of SiVa; what it says is held against itself before it is believed. */
export function reportOf(text: string): SignatureReport {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { result: 'odd_answer' };
  }
  const parsed = conclusion.safeParse(json);
  if (!parsed.success) return { result: 'odd_answer' };
  const {
    signaturesCount: signatures,
    validSignaturesCount: valid,
    signatures: each,
  } = parsed.data.validationReport.validationConclusion;
  const signers = each.map((one) => ({
    name: one.signedBy?.trim() || '–',
    signedAt: one.info?.bestSignatureTime ?? one.claimedSigningTime ?? null,
    holds: one.indication === 'TOTAL-PASSED',
  }));
  const holding = signers.filter(({ holds }) => holds).length;
  if (valid > signatures || each.length !== signatures || holding !== valid) return { result: 'odd_answer' };
  const result = signatures === 0 ? 'unsigned' : valid === signatures ? 'valid' : 'not_valid';
  return { result, signatures, valid, signers };
}

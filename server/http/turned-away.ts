import type { Request } from 'express';
import type { Unheard } from '../../scoring/safeguards/mandate.ts';
import type { Actor } from '../actions/action.ts';
import { keepUnheard } from '../actions/keep-unheard.ts';
import { takePapers } from '../papers.ts';
import { contextFor, type Services } from '../services.ts';
import type { UploadedFile } from './body.ts';
import { Problem } from './problem.ts';

/** Who was turned away, and why they may not act for the person now. */
export interface TurnedAway {
  readonly because: Exclude<Unheard, 'no_mandate'>;
  readonly actor: Extract<Actor, { readonly kind: 'customer' }>;
}

/**
 * Ends the request of somebody who may not act for the person now. Where the form holds somebody's own words (`field`),
 * they and the papers with them are kept, and the answer says so.
 */
export async function turnAway(
  services: Services,
  { because, actor }: TurnedAway,
  sent: {
    readonly request: Request;
    readonly files: readonly UploadedFile[];
    readonly field: string | undefined;
  },
): Promise<never> {
  if (sent.field === undefined) throw new Problem(because);
  const papers = await takePapers(sent.files, 'papers');
  const kept = await keepUnheard(contextFor(services, actor), {
    personId: actor.personId,
    mandateId: actor.mandate?.mandateId ?? null,
    because,
    channel: 'portal',
    words: wordsIn(sent.request.body, sent.field),
    papers: papers.kind === 'taken' ? papers.papers : [],
  });
  if (kept.kind === 'refused') throw new Problem(because);
  throw new Problem(because === 'guardian_acts' ? 'guardian_words_kept' : 'words_kept');
}

function wordsIn(body: unknown, field: string): string {
  const value = ((body ?? {}) as Readonly<Record<string, unknown>>)[field];
  return typeof value === 'string' ? value : '';
}

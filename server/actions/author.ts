import type { Statement } from '../../data/stores/statements.ts';
import type { Actor } from './action.ts';

/** Whose words are kept: the person's, those of somebody who acts for them, or what staff wrote down. */
export function authorOf(actor: Actor): Pick<Statement, 'authorKind' | 'authorId'> {
  switch (actor.kind) {
    case 'customer':
      return actor.mandate === undefined
        ? { authorKind: 'customer', authorId: null }
        : { authorKind: 'representative', authorId: actor.mandate.mandateId };
    case 'staff':
      return { authorKind: 'staff', authorId: actor.staffId };
    case 'system':
      return { authorKind: 'staff', authorId: null };
  }
}

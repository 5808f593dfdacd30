import type { ReviewEvent } from '../../data/stores/review-events.ts';
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

/** Who took a step of a review or a request: the person, somebody under a mandate, a member of staff, the program. */
export function stepActorOf(actor: Actor): Pick<ReviewEvent, 'actorKind' | 'actorId'> {
  switch (actor.kind) {
    case 'customer':
      return actor.mandate === undefined
        ? { actorKind: 'customer', actorId: actor.personId }
        : { actorKind: 'representative', actorId: actor.mandate.mandateId };
    case 'staff':
      return { actorKind: 'staff', actorId: actor.staffId };
    case 'system':
      return { actorKind: 'system', actorId: null };
  }
}

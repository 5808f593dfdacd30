/**
 * The only place where what went wrong becomes HTTP: problem+json (RFC 9457) for programs, a page for people.
 * What is said to the outside is one of these texts; the message of an unexpected error stays in the log.
 */

export type ProblemKind =
  | 'bad_request'
  | 'sign_in_needed'
  | 'forbidden'
  | 'mandate_waiting'
  | 'mandate_over'
  | 'beyond_mandate'
  | 'guardian_acts'
  | 'words_kept'
  | 'guardian_words_kept'
  | 'not_found'
  | 'wrong_method'
  | 'not_allowed_now'
  | 'form_expired'
  | 'too_large'
  | 'wrong_type'
  | 'invalid'
  | 'too_many'
  | 'locked'
  | 'broken';

const STATUS: Readonly<Record<ProblemKind, { readonly status: number; readonly title: string }>> = {
  bad_request: { status: 400, title: 'The request cannot be read' },
  sign_in_needed: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Not open to this account' },
  mandate_waiting: { status: 403, title: 'The mandate does not hold yet' },
  mandate_over: { status: 403, title: 'The mandate holds no longer' },
  beyond_mandate: { status: 403, title: 'The mandate does not cover this' },
  guardian_acts: { status: 403, title: 'A guardian acts for this person' },
  words_kept: { status: 403, title: 'Not done; what you wrote is kept' },
  guardian_words_kept: { status: 403, title: 'A guardian acts for this person; what you wrote is kept' },
  form_expired: { status: 403, title: 'The form is too old' },
  not_found: { status: 404, title: 'There is no such thing' },
  wrong_method: { status: 405, title: 'This address does not take that method' },
  not_allowed_now: { status: 409, title: 'This is not possible now' },
  too_large: { status: 413, title: 'Too large' },
  wrong_type: { status: 415, title: 'This media type is not taken' },
  invalid: { status: 422, title: 'Something in the request is not right' },
  too_many: { status: 429, title: 'Too many requests' },
  locked: { status: 429, title: 'Locked after too many failures' },
  broken: { status: 500, title: 'Something broke on our side' },
};

/** One field of the request that is not right: where, and what was wanted. Never the value, which may be personal. */
export interface FieldProblem {
  readonly field: string;
  readonly wanted: string;
}

/** Thrown by a route to end with this answer. Actions return their refusals; a route turns them into one of these. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly fields: readonly FieldProblem[];
  /** `detail` is said to the caller: a plain sentence without personal data. */
  constructor(kind: ProblemKind, detail: string = STATUS[kind].title, fields: readonly FieldProblem[] = []) {
    super(detail);
    this.kind = kind;
    this.fields = fields;
  }

  get status(): number {
    return STATUS[this.kind].status;
  }
}

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly fields?: readonly FieldProblem[];
}

export function problemDocument(problem: Problem, requestId: string): ProblemDocument {
  const { status, title } = STATUS[problem.kind];
  return {
    type: `urn:recourse:problem:${problem.kind}`,
    title,
    status,
    detail: problem.message,
    instance: `urn:recourse:request:${requestId}`,
    ...(problem.fields.length > 0 ? { fields: problem.fields } : {}),
  };
}

/** Errors of express's own parsers carry a status; everything else unexpected is ours, and broken. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const status = (error as { status?: unknown } | null)?.status;
  switch (status) {
    case 400:
      return new Problem('bad_request');
    case 403:
      return new Problem('form_expired');
    case 404:
      return new Problem('not_found');
    case 413:
      return new Problem('too_large');
    case 415:
      return new Problem('wrong_type');
    default:
      return new Problem('broken');
  }
}

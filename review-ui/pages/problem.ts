import type { Page } from '../page.ts';

/** What went wrong, what was kept, what to do: the same for every problem, by its kind. */
export interface ProblemContext {
  /** A kind of `server/http/problem.ts`. */
  readonly kind: string;
  /** The request's number, for whoever looks into the log. */
  readonly requestId: string;
}

export const problemPage: Page<ProblemContext> = {
  name: 'problem',
  voice: 'public',
  title: ({ kind }, { t }) => t(`common.problem.${kind}.title`),
};

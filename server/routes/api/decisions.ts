import { z } from 'zod';
import { findDecision, findReplacementOf, type StoredDecision } from '../../../data/stores/decisions.ts';
import { listDecisionsOfRun } from '../../../data/views/run-decisions.ts';
import { readRun } from '../../../data/views/runs.ts';
import { reasonWords } from '../../../review-ui/reasons.ts';
import { wordingFor } from '../../../review-ui/wording.ts';
import { type CaseOutcome, decideCases } from '../../actions/decide-cases.ts';
import { coveredPersons } from '../../actions/show-score.ts';
import { explainDecision } from '../../actions/explain-decision.ts';
import { apiRoute, numberOf } from '../../http/api-route.ts';
import { Problem } from '../../http/problem.ts';
import type { Call, Routes } from '../../http/route.ts';
import {
  decision,
  decisionLine,
  explained,
  isoDate,
  name,
  number,
  pageQuery,
  storedDecision,
} from './schemas.ts';
import { looksAtRowOf } from '../looks-at.ts';
import { sawRowsOf } from '../../http/looks-at.ts';

const MOST_CASES = 1000;
const DECIDERS = ['integrator', 'officer'] as const;
/** Whoever votes reads the file on its page, where the score may be covered and the time with it is measured. */
const READERS = ['integrator', 'officer', 'planner', 'auditor'] as const;

const order = {
  portfolio: name('the name of a portfolio'),
  policy: name('the id of a policy'),
  asOf: isoDate
    .optional()
    .openapi({ description: 'What was known by the end of this day counts; today if left out.' }),
};

const refusal = z.enum(['unknown_case', 'not_open', 'restricted', 'erased']);

export function decisionApi(routes: Routes): void {
  apiRoute(routes, {
    method: 'post',
    path: '/api/v1/decisions',
    allow: [...DECIDERS],
    summary: 'Decide one case: a claim by its number, or an application by its number.',
    body: z.object({ ...order, caseNumber: name('a claim or application number') }),
    answer: z.object({ id: number, decision }),
    status: 201,
    handler: async (call, { body }) => {
      const [outcome] = await decided(call, { ...body, caseNumbers: [body.caseNumber] });
      if (outcome === undefined) throw new Error('no outcome of one case');
      if (outcome.kind === 'refused') throw refusedCase(outcome.because);
      return { id: outcome.id, decision: outcome.decision };
    },
  });

  apiRoute(routes, {
    method: 'post',
    path: '/api/v1/decisions/batch',
    allow: [...DECIDERS],
    summary: `Decide up to ${MOST_CASES} cases at once; each is answered for itself, in the order sent.`,
    body: z.object({
      ...order,
      caseNumbers: z
        .array(name('a claim or application number'))
        .min(1)
        .max(MOST_CASES, `want at most ${MOST_CASES} cases`),
    }),
    answer: z.object({
      cases: z.array(
        z.union([
          z.object({ caseNumber: z.string(), id: number, decision }),
          z.object({ caseNumber: z.string(), refused: refusal }),
        ]),
      ),
    }),
    status: 200,
    handler: async (call, { body }) => ({ cases: (await decided(call, body)).map(caseAnswer) }),
  });

  apiRoute(routes, {
    method: 'get',
    path: '/api/v1/decisions/{id}',
    looksAt: looksAtRowOf('decisions', 'decision'),
    allow: [...READERS],
    summary: 'Show a decision as it was made.',
    answer: storedDecision,
    status: 200,
    handler: async (call) => {
      const stored = await storedOf(call);
      return {
        id: stored.id,
        decidedAt: stored.decided_at,
        decidedBy: stored.decided_by,
        replaces: stored.replaces_decision_id,
        replacedBy: await findReplacementOf(call.services.db, stored.id),
        decision: stored.decision,
      };
    },
  });

  apiRoute(routes, {
    method: 'get',
    path: '/api/v1/decisions/{id}/explanation',
    looksAt: looksAtRowOf('decisions', 'decision'),
    allow: [...READERS],
    summary: 'Explain a decision: contributions, reasons, recourse, data with sources.',
    query: z.object({ language: z.enum(['et', 'en']).default('en') }),
    answer: explained,
    status: 200,
    handler: async (call, { query }) => {
      const stored = await storedOf(call);
      const outcome = await explainDecision(call.services, stored);
      if (outcome.kind === 'missing') throw new Problem('not_found', `${outcome.reason}.`);
      const about = { policy: outcome.policy.policy, currency: stored.decision.inputs.currency };
      const wording = wordingFor(query.language);
      return {
        decisionId: stored.id,
        language: query.language,
        reasons: outcome.explanation.reasons.map((reason) => reasonWords(reason, about, wording)),
        explanation: { ...outcome.explanation },
      };
    },
  });

  apiRoute(routes, {
    method: 'get',
    path: '/api/v1/runs/{id}/decisions',
    looksAt: 'listed',
    allow: ['integrator', 'planner', 'auditor'],
    summary: 'Page through what a run decided.',
    query: pageQuery,
    answer: z.object({ decisions: z.array(decisionLine) }),
    status: 200,
    handler: async (call, { query }) => {
      const runId = numberOf(call);
      if ((await readRun(call.services.db, runId)) === null)
        throw new Problem('not_found', 'There is no such run.');
      const decisions = [...(await listDecisionsOfRun(call.services.db, { runId, ...query }))];
      await sawRowsOf(
        call,
        'decisions',
        decisions.map(({ id }) => id),
      );
      return { decisions };
    },
  });
}

async function decided(
  call: Call,
  body: {
    readonly portfolio: string;
    readonly policy: string;
    readonly asOf?: string | undefined;
    readonly caseNumbers: readonly string[];
  },
): Promise<readonly CaseOutcome[]> {
  const { portfolio, policy, caseNumbers } = body;
  const asOf = body.asOf ?? call.context.today;
  if (asOf > call.context.today) {
    throw new Problem('invalid', 'A day to come cannot be looked back from.', [
      { field: 'asOf', wanted: 'today or earlier' },
    ]);
  }
  const outcome = await decideCases(call.context, { portfolio, policy, asOf, caseNumbers });
  if (outcome.kind === 'refused') throw new Problem('not_allowed_now', `${outcome.reason}.`);
  return outcome.cases;
}

function caseAnswer(outcome: CaseOutcome) {
  const { caseNumber } = outcome;
  return outcome.kind === 'decided'
    ? { caseNumber, id: outcome.id, decision: outcome.decision }
    : { caseNumber, refused: outcome.because };
}

function refusedCase(because: z.infer<typeof refusal>): Problem {
  switch (because) {
    case 'unknown_case':
      return new Problem('not_found', 'There is no case with this number in the portfolio.');
    case 'not_open':
      return new Problem('not_allowed_now', 'The case was not open on that day.');
    case 'restricted':
      return new Problem('not_allowed_now', 'The data of this person are only kept, and not scored.');
    case 'erased':
      return new Problem('not_allowed_now', 'The data of this person were erased.');
  }
}

async function storedOf(call: Call): Promise<StoredDecision> {
  const stored = await findDecision(call.services.db, call.services.vault, numberOf(call));
  if (stored === null) throw new Problem('not_found', 'There is no such decision, or its person was erased.');
  const reviewId = (await coveredPersons(call.context)).get(stored.person_id);
  if (reviewId !== undefined) {
    throw new Problem('not_allowed_now', `The score is covered until you ask for it in review ${reviewId}.`);
  }
  return stored;
}

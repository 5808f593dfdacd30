import { readPersonFile } from '../../data/views/person-files.ts';
import { policyText } from '../../scoring/policy/policy-text.ts';
import { characteristicNamed } from '../../review-ui/facts.ts';
import { type Explained, measureName } from '../../review-ui/explained.ts';
import { headlineOf } from '../../review-ui/pages/customer-decision.ts';
import { changeTime, changeWords, roundPeriod } from '../../review-ui/ways-out.ts';
import { type WhatIfContext, whatIfPage } from '../../review-ui/pages/what-if.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import type { Decision } from '../../scoring/decision/decision.ts';
import { type WhatIf, whatIf } from '../../scoring/explanation/what-if.ts';
import { isRestricted } from '../../scoring/portfolio/restricted.ts';
import { page } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { personOfDecision } from './customer-decisions.ts';
import { readExplained } from './explained.ts';
import { readFields } from './what-if-fields.ts';

/** What a person tries with other values of what they can change. The values are posted, and nothing is kept. */
export function customerWhatIfRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/my/decisions/:id/what-if',
    allow: ['customer'],
    subject: personOfDecision,
    handler: (call) => showWhatIf(call, null),
  });
  route(routes, {
    method: 'post',
    path: '/my/decisions/:id/what-if',
    allow: ['customer'],
    subject: personOfDecision,
    handler: (call) => showWhatIf(call, (call.request.body ?? {}) as Readonly<Record<string, unknown>>),
  });
}

async function showWhatIf(call: Call, typed: Readonly<Record<string, unknown>> | null): Promise<void> {
  const found = await readExplained(call.context, idOf(call));
  if (found === null) throw new Problem('not_found');
  const wording = wordingFor(call.language);
  const { decision } = found.explained;
  const { stored } = found;
  const file = await readPersonFile(call.context.db, stored.person_id);
  const resting = file === null || isRestricted(file, call.context.today);
  const read = resting ? [] : readFields(found, typed, wording);
  const tried = read.flatMap(({ tryable, to }) => (to === null ? [] : [{ ...tryable, to }]));
  const wrong = read.flatMap(({ error }) => error ?? []);
  const [first] = read;
  const errors =
    typed !== null && tried.length === 0 && wrong.length === 0 && first !== undefined
      ? [{ field: first.field.name, text: wording.t('customer.whatIf.refused.nothing') }]
      : wrong;
  const isAnswered = typed !== null && tried.length > 0 && errors.length === 0;
  page(
    call,
    whatIfPage,
    {
      decisionId: found.stored.id,
      headline: headlineOf(found.explained, wording).headline,
      resting,
      kind: decision.kind,
      fields: read.map(({ field }) => field),
      errors,
      answer: isAnswered ? answerOf(whatIf(decision, tried, found.means), found.explained, wording) : null,
    },
    errors.length === 0 ? 200 : 422,
  );
}

function answerOf(
  { decision: again, changes, days, lessGround }: WhatIf,
  explained: Explained,
  wording: Wording,
): NonNullable<WhatIfContext['answer']> {
  const { t } = wording;
  const outcome = outcomeSentence(again, wording);
  return {
    outcome,
    changed: outcome !== outcomeSentence(explained.decision, wording),
    score: scoreSentence(again, explained, wording),
    rules: rulesInTheWay(again, explained, wording),
    changes: changes.map((change) => ({
      text: changeWords(change, explained, wording),
      when: changeTime(change.days, wording),
    })),
    together:
      changes.length > 1 && days >= 1 ? t('customer.whatIf.together', { days: roundPeriod(days, t) }) : '',
    lessGround:
      lessGround.length === 0
        ? ''
        : t('customer.whatIf.lessGround', {
            facts: lessGround.map((id) => characteristicNamed(id, explained, wording).name).join('; '),
          }),
  };
}

function outcomeSentence({ outcome, inputs }: Decision, wording: Wording): string {
  const { t, money } = wording;
  switch (outcome.kind) {
    case 'approve':
      return t('customer.whatIf.would.approve', {
        amount: money(outcome.amountCents, inputs.currency),
        term: t('common.months', { count: outcome.termMonths }),
      });
    case 'decline':
    case 'refer':
      return t(`customer.whatIf.would.${outcome.kind}`);
    case 'measure':
      return t('customer.whatIf.would.measure', { measure: measureName(outcome.measure, wording) });
  }
}

function scoreSentence(
  again: Decision,
  { explanation: { threshold } }: Explained,
  { t, number }: Wording,
): string {
  const score = again.scores[0];
  if (score === undefined) return '';
  const points = t('common.points', {
    count: Math.round(score.points),
    number: number(Math.round(score.points)),
  });
  const said = t('customer.whatIf.score', { points });
  if (threshold?.scorecard !== score.scorecard) return said;
  return `${said} ${t('customer.whatIf.limit', { threshold: number(Math.round(threshold.points)) })}`;
}

/** Of a refusal or a referral; an approval or a measure needs no excuse. */
function rulesInTheWay(
  { outcome, rules }: Decision,
  { policy }: Explained,
  { language }: Wording,
): readonly string[] {
  if (outcome.kind !== 'decline' && outcome.kind !== 'refer') return [];
  const spoke = new Set(rules.flatMap(({ rule, holds }) => (holds ? [rule] : [])));
  return policy.rules
    .filter(({ id, effect }) => spoke.has(id) && effect.kind === outcome.kind)
    .map(({ text }) => policyText(text, language));
}

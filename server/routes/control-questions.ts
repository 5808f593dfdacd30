import { controlQuestionsPage } from '../../review-ui/pages/control-questions.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { CONTROL_QUESTIONS, type ControlQuestion } from '../../scoring/safeguards/control-questions.ts';
import { judgeControlQuestions, openControlRound } from '../actions/control-questions.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';

const LONGEST_ANSWER = 200;

/** Making sure on the telephone who is calling, before anything is told. */
export function controlQuestionRoutes(routes: Routes): void {
  route(routes, {
    method: 'post',
    path: '/persons/:id/control-questions',
    allow: ['officer'],
    handler: open,
  });
  route(routes, {
    method: 'post',
    path: '/control-rounds/:id/answers',
    allow: ['officer'],
    guessable: true,
    handler: judge,
  });
}

/** The answer to a POST, so that going back or reloading draws nothing anew that suits better: the round stays the same. */
async function open(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const personId = idOf(call);
  const opened = await openControlRound(call.context, personId);
  if (opened.kind === 'opened') {
    const { roundId } = opened;
    const questions = opened.questions.map((id) => ({
      name: id,
      label: t(`identity-staff.control.question.${id}`),
      hint: t(`identity-staff.control.hint.${id}`),
    }));
    return page(call, controlQuestionsPage, { personId, roundId, questions });
  }
  switch (opened.because) {
    case 'no_person':
      throw new Problem('not_found');
    case 'not_allowed':
      throw new Problem('forbidden');
    case 'locked_today':
    case 'not_accepted':
    case 'too_little_known': {
      const text = t(`identity-staff.control.${opened.because}`);
      return seeOther(call, `/persons/${personId}`, { kind: 'refused', text });
    }
  }
}

async function judge(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const judged = await judgeControlQuestions(call.context, idOf(call), typedOf(call));
  if (judged.kind === 'refused') {
    if (judged.because === 'not_allowed') throw new Problem('forbidden');
    throw new Problem(judged.because === 'no_round' ? 'not_found' : 'not_allowed_now');
  }
  const because = judged.passed ? 'passed' : judged.locked ? 'locked_today' : 'failed';
  const text = t(`identity-staff.control.${because}`);
  seeOther(call, `/persons/${judged.personId}`, { kind: judged.passed ? 'done' : 'refused', text });
}

function typedOf(call: Call): Readonly<Partial<Record<ControlQuestion, string>>> {
  const body = (call.request.body ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    CONTROL_QUESTIONS.flatMap((id) => {
      const typed = body[id];
      return typeof typed === 'string' ? [[id, typed.slice(0, LONGEST_ANSWER)]] : [];
    }),
  );
}

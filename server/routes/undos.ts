import { listOpenUndos } from '../../data/views/undos.ts';
import { presentUndos, undosPage } from '../../review-ui/pages/undos.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { finishUndo } from '../actions/finish-undo.ts';
import { hasRole } from '../actions/review-case.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';
import { sawRowsOf } from '../http/looks-at.ts';

const LISTED_AT_MOST = 200;

/** What a measure left behind that people replaced: a list until somebody has taken it back. */
export function undoRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/undos',
    looksAt: 'listed',
    allow: ['planner', 'officer'],
    handler: showOpen,
  });
  route(routes, {
    method: 'post',
    path: '/undos/:id/completion',
    allow: ['planner', 'officer'],
    handler: complete,
  });
}

async function showOpen(call: Call): Promise<void> {
  const open = await listOpenUndos(call.context.db, LISTED_AT_MOST);
  await sawRowsOf(
    call,
    'decisions',
    open.map(({ decisionId }) => decisionId),
  );
  page(call, undosPage, presentUndos(open, hasRole(call.context, 'planner'), wordingFor(call.language)));
}

async function complete(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const undo = await finishUndo(call.context, idOf(call));
  if (undo.kind === 'refused' && undo.because !== 'done_already') throw new Problem('not_found');
  seeOther(call, '/undos', {
    kind: undo.kind === 'done' ? 'done' : 'refused',
    text: t(undo.kind === 'done' ? 'committee.undo.noted' : 'committee.undo.before'),
  });
}

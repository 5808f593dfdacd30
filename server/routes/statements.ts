import { listStaff } from '../../data/stores/staff.ts';
import { listStatementReadings } from '../../data/stores/statement-readings.ts';
import { listStatements, type Statement, type StatementsAbout } from '../../data/stores/statements.ts';
import { countUnreadStatements, listUnreadStatements } from '../../data/views/unread-statements.ts';
import { listPersonsOf } from '../../data/views/whose.ts';
import { presentStatements, statementsPage } from '../../review-ui/pages/statements.ts';
import type { Told } from '../../review-ui/statements.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import type { ActionContext } from '../actions/action.ts';
import { readStatement } from '../actions/read-statement.ts';
import { hasRole } from '../actions/review-case.ts';
import { localPath } from '../http/local-path.ts';
import { page, seeOther } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, idOf, route, type Routes } from '../http/route.ts';

const LISTED_AT_MOST = 100;

/** What people told us without asking for a review: a list until somebody has read it. */
export function statementRoutes(routes: Routes): void {
  route(routes, {
    method: 'get',
    path: '/statements',
    allow: ['planner', 'officer'],
    looksAt: { what: 'statement', whose: personsListed },
    handler: showUnread,
  });
  route(routes, {
    method: 'post',
    path: '/statements/:id/readings',
    allow: ['planner', 'officer'],
    handler: takeReading,
  });
}

async function personsListed({ context: { db, vault } }: Call): Promise<readonly number[]> {
  const unread = await listUnreadStatements(db, vault, LISTED_AT_MOST);
  return listPersonsOf(
    db,
    'statements',
    unread.map(({ statementId }) => statementId),
  );
}

async function showUnread(call: Call): Promise<void> {
  const { db, vault } = call.context;
  const unread = await listUnreadStatements(db, vault, LISTED_AT_MOST);
  const total = await countUnreadStatements(db);
  const opensCases = hasRole(call.context, 'planner');
  page(call, statementsPage, presentStatements(unread, total, opensCases, wordingFor(call.language)));
}

async function takeReading(call: Call): Promise<void> {
  const { t } = wordingFor(call.language);
  const read = await readStatement(call.context, idOf(call));
  if (read.kind === 'refused' && read.because !== 'read_already') throw new Problem('not_found');
  const { back } = (call.request.body ?? {}) as { readonly back?: unknown };
  seeOther(call, localPath(back) ?? '/statements', {
    kind: read.kind === 'read' ? 'done' : 'refused',
    text: t(read.kind === 'read' ? 'staff.told.done' : 'staff.told.before'),
  });
}

/** Theirs, or written down by staff as they said it. */
export function isPersons({ authorKind, kind }: Pick<Statement, 'authorKind' | 'kind'>): boolean {
  return authorKind !== 'staff' || kind === 'contest';
}

/** What the person told us about a case, whoever of the staff looks at it. */
export async function toldAbout(
  { db, vault }: Pick<ActionContext, 'db' | 'vault'>,
  about: StatementsAbout,
): Promise<readonly Told[]> {
  const told = (await listStatements(db, vault, about)).filter(isPersons);
  const readings = new Map(
    (
      await listStatementReadings(
        db,
        told.map(({ id }) => id),
      )
    ).map((reading) => [reading.statementId, reading]),
  );
  const names = new Map((await listStaff(db)).map(({ staffId, displayName }) => [staffId, displayName]));
  return told.map(({ id, kind, text, at, reviewId, authorKind }) => {
    const reading = readings.get(id);
    return {
      id,
      kind,
      text,
      at,
      reviewId,
      takenDown: authorKind === 'staff',
      reading:
        reading === undefined
          ? null
          : { name: names.get(reading.staffId) ?? String(reading.staffId), at: reading.at },
    };
  });
}

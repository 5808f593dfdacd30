import { identityFields } from '../actions/access-copy.ts';
import { letterPerson } from '../actions/rights-letter.ts';
import { profileOfPerson } from '../../data/profiles.ts';
import { listDisclosures } from '../../data/stores/disclosures.ts';
import { listStatements } from '../../data/stores/statements.ts';
import { readPersonFile } from '../../data/views/person-files.ts';
import { myDataPage, presentMyData } from '../../review-ui/pages/my-data.ts';
import { wordingFor } from '../../review-ui/wording.ts';
import { page } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { type Call, route, type Routes } from '../http/route.ts';
import { personIdOf } from './matters.ts';

/** Everything on record about the person, with its source (GDPR art. 15). */
export function customerDataRoutes(routes: Routes): void {
  route(routes, { method: 'get', path: '/my/data', allow: ['customer'], handler: showData });
}

async function showData(call: Call): Promise<void> {
  const { db, vault } = call.context;
  const personId = personIdOf(call);
  const file = await readPersonFile(db, personId);
  if (file === null) throw new Problem('not_found');
  const statements = (await listStatements(db, vault, { personId })).filter(
    ({ authorKind }) => authorKind !== 'staff',
  );
  const disclosed = await listDisclosures(db, vault, personId);
  const identity = identityFields((await letterPerson(call.context, personId)).identity, personId);
  const rules = (await profileOfPerson(db, personId))?.retention ?? [];
  page(
    call,
    myDataPage,
    presentMyData(file, identity, statements, disclosed, rules, wordingFor(call.language)),
  );
}

import { type Access, listAccesses } from '../../data/stores/accesses.ts';
import { accessesPage } from '../../review-ui/pages/accesses.ts';
import { myLooksPage, presentMyLooks } from '../../review-ui/pages/my-looks.ts';
import type { Table } from '../../review-ui/table.ts';
import { type Wording, wordingFor } from '../../review-ui/wording.ts';
import { page } from '../http/page.ts';
import { type Call, route, type Routes } from '../http/route.ts';
import { personIdOf } from './matters.ts';
import { numberAsked, sayMisread } from './misread.ts';
import { sawListed } from '../http/looks-at.ts';

const LISTED_AT_MOST = 500;

/** Who looked at whose data: told to the person by role, to who watches over it by name. */
export function accessRoutes(routes: Routes): void {
  route(routes, { method: 'get', path: '/my/looks', allow: ['customer'], handler: showMine });
  route(routes, {
    method: 'get',
    path: '/accesses',
    looksAt: 'listed',
    allow: ['auditor', 'dpo'],
    handler: showOfPerson,
  });
}

async function showMine(call: Call): Promise<void> {
  const looks = await listAccesses(call.context.db, personIdOf(call), LISTED_AT_MOST);
  page(call, myLooksPage, presentMyLooks(looks, wordingFor(call.language)));
}

async function showOfPerson(call: Call): Promise<void> {
  const wording = wordingFor(call.language);
  const label = wording.t('identity-staff.accesses.person');
  const asked = numberAsked(call, 'person', label);
  sayMisread(call, asked.misread);
  const found =
    asked.number === null ? [] : await listAccesses(call.context.db, asked.number, LISTED_AT_MOST);
  await sawListed(call, found);
  page(call, accessesPage, {
    filters: [{ name: 'person', label, value: asked.number === null ? '' : String(asked.number) }],
    table: accessTable(found, asked.number, wording),
  });
}

function accessTable(
  accesses: readonly (Access & { readonly staffName: string })[],
  personId: number | null,
  { t, instant }: Wording,
): Table {
  return {
    caption: t('identity-staff.accesses.caption'),
    columns: [
      { label: t('identity-staff.accesses.at'), kind: 'text' },
      { label: t('identity-staff.accesses.who'), kind: 'text' },
      { label: t('identity-staff.accesses.role'), kind: 'text' },
      { label: t('identity-staff.accesses.why'), kind: 'text' },
      { label: t('identity-staff.accesses.via'), kind: 'text' },
    ],
    rows: accesses.map(({ at, staffName, role, what, via }) => ({
      cells: [
        instant(at),
        staffName,
        t(`common.role.${role}`),
        t(`identity.purpose.${what}`),
        t(`identity-staff.via.${via}`),
      ],
    })),
    empty: t(personId === null ? 'identity-staff.accesses.noPerson' : 'identity-staff.accesses.empty'),
    narrow: 'cards',
  };
}

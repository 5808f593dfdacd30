import type { Viewer } from './page.ts';
import type { Wording } from './wording.ts';

export interface NavigationEntry {
  readonly section: string;
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
}

/** Who sees which entry. An address is still guarded by its own route: this only spares people dead ends. */
const STAFF: readonly {
  readonly section: string;
  readonly href: string;
  readonly roles: readonly string[];
}[] = [
  { section: 'dashboard', href: '/dashboard', roles: ['planner'] },
  { section: 'import', href: '/import', roles: ['planner', 'admin'] },
  { section: 'runs', href: '/runs', roles: ['planner', 'analyst', 'admin', 'auditor'] },
  { section: 'cases', href: '/cases', roles: ['planner'] },
  { section: 'release', href: '/release', roles: ['planner'] },
  { section: 'reviews', href: '/reviews', roles: ['officer', 'member', 'chair', 'auditor'] },
  {
    section: 'deadlines',
    href: '/deadlines',
    roles: ['planner', 'officer', 'chair', 'auditor', 'dpo', 'admin'],
  },
  { section: 'overrides', href: '/overrides', roles: ['analyst'] },
  { section: 'committee', href: '/committee', roles: ['chair', 'auditor', 'admin'] },
  { section: 'desk', href: '/rights', roles: ['officer', 'dpo', 'auditor'] },
  { section: 'applications', href: '/applications', roles: ['officer', 'auditor'] },
  { section: 'statements', href: '/statements', roles: ['planner', 'officer'] },
  { section: 'offers', href: '/offers', roles: ['planner', 'officer'] },
  { section: 'undos', href: '/undos', roles: ['planner', 'officer'] },
  { section: 'outbox', href: '/outbox', roles: ['officer', 'admin'] },
  { section: 'models', href: '/models', roles: ['analyst', 'auditor', 'admin'] },
  { section: 'retention', href: '/retention', roles: ['dpo', 'auditor'] },
  { section: 'mandates', href: '/mandates', roles: ['officer', 'chair', 'dpo'] },
  { section: 'accesses', href: '/accesses', roles: ['auditor', 'dpo'] },
  { section: 'audit', href: '/audit', roles: ['auditor', 'dpo', 'admin'] },
];

const CUSTOMER = [
  { section: 'home', href: '/my' },
  { section: 'letters', href: '/my/letters' },
  { section: 'data', href: '/my/data' },
  { section: 'rights', href: '/my/rights' },
] as const;

/** What a mandate for decisions alone opens: the rest of the file would be a dead end. */
const PARTLY = [{ section: 'home', href: '/acting/matters' }] as const;

export function navigationOf(
  viewer: Viewer,
  section: string | null,
  { t }: Wording,
): readonly NavigationEntry[] {
  switch (viewer.kind) {
    case 'nobody':
      return [];
    case 'customer':
      return (viewer.partly === true ? PARTLY : CUSTOMER).map((entry) => ({
        ...entry,
        label: t(`common.nav.${entry.section}`),
        current: entry.section === section,
      }));
    case 'staff':
      return STAFF.filter(({ roles }) => roles.some((role) => viewer.roles.includes(role))).map((entry) => ({
        section: entry.section,
        href: entry.href,
        label: t(`common.nav.${entry.section}`),
        current: entry.section === section,
      }));
  }
}

import { records } from './001-records.ts';
import { decisions } from './002-decisions.ts';
import { importsAndAudit } from './003-imports-and-audit.ts';
import { identity } from './004-identity.ts';
import { caseViews } from './005-case-views.ts';
import { decisionInputs } from './006-decision-inputs.ts';
import { statementReadings } from './007-statement-readings.ts';
import { oneFirstNotice } from './008-one-first-notice.ts';
import { identityProofs } from './010-identity-proofs.ts';
import { contests } from './011-contests.ts';
import { dailyTasks } from './012a-daily-tasks.ts';
import { identityOfPeople } from './014-identity-of-people.ts';
import { retention } from './016-retention.ts';
import { portfolioProfile } from './017-portfolio-profile.ts';
import { rights } from './015-rights.ts';
import { recordsTakenOut } from './019-records-taken-out.ts';
import { undos } from './021-undos.ts';
import { supportNeeds } from './022-support-needs.ts';
import { sentAgain } from './023-sent-again.ts';
import { committee } from './012b-committee.ts';
import { delivery } from './013-delivery.ts';
import { disclosures } from './018-disclosures.ts';
import { offers } from './020-offers.ts';
import { lettersToRepresentatives } from './024-letters-to-representatives.ts';
import { recipientsSealed } from './025-recipients-sealed.ts';
import { requestInHands } from './026-request-in-hands.ts';
import type { Migration } from './schema.ts';

/** In the order they run. A shipped one is never edited: later changes are later migrations. */
export const MIGRATIONS: readonly Migration[] = [
  records,
  decisions,
  importsAndAudit,
  identity,
  caseViews,
  decisionInputs,
  statementReadings,
  oneFirstNotice,
  identityProofs,
  contests,
  dailyTasks,
  identityOfPeople,
  retention,
  portfolioProfile,
  rights,
  committee,
  delivery,
  recordsTakenOut,
  disclosures,
  offers,
  undos,
  lettersToRepresentatives,
  recipientsSealed,
  requestInHands,
  supportNeeds,
  sentAgain,
];

import type { Routes } from '../http/route.ts';
import { accessRoutes } from './accesses.ts';
import { actingRoutes } from './acting.ts';
import { accountRoutes } from './account.ts';
import { controlQuestionRoutes } from './control-questions.ts';
import { personRoutes } from './persons.ts';
import { openIdRoutes } from './openid.ts';
import { secondFactorRoutes } from './second-factor.ts';
import { apiRoutes } from './api/list.ts';
import { applicationEntryRoutes } from './application-entry.ts';
import { applicationRoutes } from './applications.ts';
import { auditRoutes } from './audit.ts';
import { caseRoutes } from './cases.ts';
import { contestRoutes } from './contests.ts';
import { customerOfferRoutes } from './customer-offers.ts';
import { dashboardRoutes } from './dashboard.ts';
import { importRoutes } from './imports.ts';
import { modelRoutes } from './models.ts';
import { releaseRoutes } from './releases.ts';
import { rightsActRoutes } from './rights-acts.ts';
import { rightsDeskRoutes } from './rights-desk.ts';
import { rightsRequestRoutes } from './rights-request.ts';
import { runRoutes } from './runs.ts';
import { customerDataRoutes } from './customer-data.ts';
import { customerDecisionRoutes } from './customer-decisions.ts';
import { customerHomeRoutes } from './customer-home.ts';
import { customerRightsRoutes } from './customer-rights.ts';
import { customerLetterRoutes } from './customer-letters.ts';
import { customerReviewRoutes } from './customer-reviews.ts';
import { customerStatementRoutes } from './customer-statements.ts';
import { customerWhatIfRoutes } from './customer-what-if.ts';
import { committeeRoutes } from './committee.ts';
import { overrideRoutes } from './overrides.ts';
import { disclosureRoutes } from './disclosures.ts';
import { deadlineRoutes } from './deadlines.ts';
import { healthRoutes } from './health.ts';
import { languageRoutes } from './language.ts';
import { privacyRoutes } from './privacy.ts';
import { retentionRoutes } from './retention.ts';
import { needRoutes } from './needs.ts';
import { offerRoutes } from './offers.ts';
import { outboxRoutes } from './outbox.ts';
import { reviewActRoutes } from './review-acts.ts';
import { reviewAdditionRoutes } from './review-additions.ts';
import { reviewCaseRoutes } from './review-case.ts';
import { reviewMinutesRoutes } from './review-minutes.ts';
import { reviewRoutes } from './reviews.ts';
import { signInRoutes } from './sign-in.ts';
import { statementRoutes } from './statements.ts';
import { undoRoutes } from './undos.ts';
import { unheardRequestRoutes } from './unheard-requests.ts';

/** Every group of routes; each file of this folder that declares routes has a line here. */
export const ROUTES: readonly ((routes: Routes) => void)[] = [
  healthRoutes,
  languageRoutes,
  privacyRoutes,
  retentionRoutes,
  disclosureRoutes,
  signInRoutes,
  openIdRoutes,
  secondFactorRoutes,
  accountRoutes,
  personRoutes,
  unheardRequestRoutes,
  controlQuestionRoutes,
  actingRoutes,
  customerHomeRoutes,
  customerDecisionRoutes,
  customerReviewRoutes,
  customerStatementRoutes,
  customerWhatIfRoutes,
  customerDataRoutes,
  customerRightsRoutes,
  rightsDeskRoutes,
  rightsRequestRoutes,
  rightsActRoutes,
  customerLetterRoutes,
  reviewRoutes,
  reviewCaseRoutes,
  reviewActRoutes,
  reviewAdditionRoutes,
  reviewMinutesRoutes,
  contestRoutes,
  committeeRoutes,
  deadlineRoutes,
  overrideRoutes,
  applicationEntryRoutes,
  applicationRoutes,
  statementRoutes,
  needRoutes,
  offerRoutes,
  customerOfferRoutes,
  undoRoutes,
  accessRoutes,
  outboxRoutes,
  auditRoutes,
  caseRoutes,
  dashboardRoutes,
  importRoutes,
  modelRoutes,
  releaseRoutes,
  runRoutes,
  apiRoutes,
];

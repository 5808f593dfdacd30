import { readReport, type TrainingReport } from '../../scoring/monitoring/training-report.ts';
import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Scorecard } from '../../scoring/scorecard/scorecard.ts';
import type { Database } from '../database.ts';

/** Publishes a version. A name and version that exist already are refused by the database: a new version is wanted. */
export async function insertScorecard(
  db: Database,
  scorecard: Scorecard,
  report: TrainingReport | null,
  now: IsoInstant,
): Promise<void> {
  await db('scorecards').insert({
    name: scorecard.name,
    version: scorecard.version,
    fingerprint: scorecard.fingerprint,
    document: JSON.stringify(scorecard),
    report: report === null ? null : JSON.stringify(report),
    created_at: now,
  });
}

export async function findNewestScorecard(db: Database, name: string): Promise<Scorecard | null> {
  const row = (await db('scorecards')
    .select('document')
    .where({ name })
    .orderBy('version', 'desc')
    .first()) as DocumentRow | undefined;
  return scorecardOf(row);
}

export async function findScorecard(db: Database, name: string, version: number): Promise<Scorecard | null> {
  return scorecardOf(
    (await db('scorecards').select('document').where({ name, version }).first()) as DocumentRow | undefined,
  );
}

export async function findScorecardByFingerprint(
  db: Database,
  fingerprint: string,
): Promise<Scorecard | null> {
  return scorecardOf(
    (await db('scorecards').select('document').where({ fingerprint }).first()) as DocumentRow | undefined,
  );
}

/** How the training went; null where nothing was kept, or what was kept is not of the present format. */
export async function findScorecardReport(
  db: Database,
  scorecard: Scorecard,
): Promise<TrainingReport | null> {
  const { name, version } = scorecard;
  const row = (await db('scorecards').select('report').where({ name, version }).first()) as
    | { report: string | null }
    | undefined;
  if (row?.report == null) return null;
  const read = readReport(JSON.parse(row.report), scorecard);
  return read.kind === 'report' ? read.report : null;
}

/** The version a new one of this name must have. */
export async function nextScorecardVersion(db: Database, name: string): Promise<number> {
  const [row] = (await db('scorecards').where({ name }).max({ version: 'version' })) as [
    { version: number | null },
  ];
  return (row.version ?? 0) + 1;
}

export interface ListedScorecard {
  readonly name: string;
  readonly version: number;
  readonly fingerprint: string;
  readonly createdAt: IsoInstant;
}

export async function listScorecards(db: Database): Promise<readonly ListedScorecard[]> {
  const rows = (await db('scorecards')
    .select('name', 'version', 'fingerprint', 'created_at')
    .orderBy(['name', 'version'])) as {
    name: string;
    version: number;
    fingerprint: string;
    created_at: IsoInstant;
  }[];
  return rows.map((row) => ({
    name: row.name,
    version: row.version,
    fingerprint: row.fingerprint,
    createdAt: row.created_at,
  }));
}

interface DocumentRow {
  readonly document: string;
}

function scorecardOf(row: DocumentRow | undefined): Scorecard | null {
  return row === undefined ? null : withPairs(JSON.parse(row.document) as Scorecard);
}

/** Those of the first format were written before there were pair terms. */
function withPairs(document: Omit<Scorecard, 'pairs'> & Partial<Pick<Scorecard, 'pairs'>>): Scorecard {
  return { ...document, pairs: document.pairs ?? [] };
}

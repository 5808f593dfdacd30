import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Outcome, PersonFile, Provenance } from '../../scoring/portfolio/records.ts';
import { RECORD_FILES, RECORD_TYPES, REFERENCE_SEPARATOR, type RecordType } from '../files/columns.ts';
import { makeFolder } from '../files/make-folder.ts';
import { SAMPLE_PORTFOLIOS, type SamplePortfolio } from './portfolios.ts';
import { type SampleOptions, type SimulatedPerson, simulatePersons, withDefaults } from './simulate.ts';
import { TRUTH_COLUMNS, truthRow } from './truth.ts';

export interface WrittenSample {
  readonly persons: number;
  readonly claims: number;
  readonly applications: number;
  /** One folder a portfolio, one file a record type. */
  readonly portfolios: readonly { readonly portfolio: SamplePortfolio; readonly folder: string }[];
  /** The true probabilities; outside the folders of the portfolios, so that an import of a folder cannot take it in. */
  readonly truthFile: string;
}

export const TRUTH_FILE = 'truth.csv';

/** Persons between two looks at the rest of the program. */
const BREATH = 500;

/** Writes the sample in constant memory, in the columns of `data/files/columns.ts`. */
export async function writeSample(
  folder: string,
  options: Partial<SampleOptions> = {},
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<WrittenSample> {
  const full = withDefaults(options);
  makeFolder(folder);
  const truthFile = path.join(folder, TRUTH_FILE);
  const truth = openCsv(truthFile, TRUTH_COLUMNS);
  const portfolios = full.only === undefined ? SAMPLE_PORTFOLIOS : [full.only];
  const sets = new Map(portfolios.map(({ name }) => [name, openSet(path.join(folder, name))]));
  let done = 0;
  let claims = 0;
  let applications = 0;
  try {
    for (const person of simulatePersons(full)) {
      const set = sets.get(person.portfolio.name);
      if (set !== undefined) writePerson(set, person);
      for (const told of person.truth) truth.row(truthRow(person.portfolio.name, told));
      claims += person.file.claims.length;
      applications += person.file.applications.length;
      done += 1;
      if (done % BREATH === 0) {
        onProgress(done, full.persons);
        await new Promise((resume) => setImmediate(resume));
      }
    }
  } finally {
    truth.close();
    for (const set of sets.values()) for (const file of set.values()) file.close();
  }
  onProgress(done, full.persons);
  return {
    persons: done,
    claims,
    applications,
    portfolios: portfolios.map((portfolio) => ({
      portfolio,
      folder: path.join(folder, portfolio.name),
    })),
    truthFile,
  };
}

type Cell = string | number | boolean | null;
type FileSet = ReadonlyMap<RecordType, CsvFile>;

interface CsvFile {
  row(cells: readonly Cell[]): void;
  close(): void;
}

function openSet(folder: string): FileSet {
  makeFolder(folder);
  return new Map(
    RECORD_TYPES.map((type) => [
      type,
      openCsv(
        path.join(folder, `${type}.csv`),
        RECORD_FILES[type].columns.map(({ name }) => name),
      ),
    ]),
  );
}

/** In the order of the columns of each file; a test holds the two together. */
function writePerson(set: FileSet, { file, identity, outcomes }: SimulatedPerson): void {
  const { person } = file;
  const ref = personRef(person.personId);
  const row = (type: RecordType, datum: Provenance, cells: readonly Cell[]) =>
    set.get(type)?.row([...cells, datum.source, datum.obtainedOn, datum.validUntil]);
  row('persons', person, [
    ref,
    person.jurisdiction,
    person.language,
    person.adultOn,
    person.personKind,
    identity.name,
    identity.personalCode,
    identity.email,
    identity.phone,
    identity.address,
    identity.representativeRole,
    identity.representativeName,
    identity.representativeContact,
  ]);
  file.statuses.forEach((r, at) => row('statuses', r, [`${ref}-S${at}`, ref, r.kind, r.from, r.to]));
  file.consents.forEach((r, at) =>
    row('consents', r, [`${ref}-C${at}`, ref, r.purpose, r.givenOn, r.withdrawnOn]),
  );
  file.restrictions.forEach((r, at) => row('restrictions', r, [`${ref}-R${at}`, ref, r.kind, r.from, r.to]));
  file.incomes.forEach((r, at) =>
    row('incomes', r, [
      `${ref}-I${at}`,
      ref,
      r.kind,
      r.code,
      money(r.monthlyCents),
      r.count,
      r.from,
      r.to,
      r.verified,
    ]),
  );
  file.publicRecords.forEach((r, at) =>
    row('public_records', r, [
      `${ref}-P${at}`,
      ref,
      r.kind,
      r.on,
      r.endedOn,
      money(r.amountCents),
      r.code,
      money(r.monthlyCents),
    ]),
  );
  file.applications.forEach((r) =>
    row('applications', r, [
      r.applicationNumber,
      ref,
      r.on,
      r.lender,
      r.product,
      r.currency,
      money(r.amountCents),
      r.termMonths,
      r.annualRate,
    ]),
  );
  writeClaims(row, file, ref);
  file.contacts.forEach((r, at) =>
    row('contacts', r, [
      `${ref}-K${at}`,
      ref,
      r.claimId === null ? null : numberOf(file, r.claimId),
      r.on,
      r.channel,
      r.direction,
      r.result,
    ]),
  );
  outcomes.forEach((r, at) => writeOutcome(set, file, r, `${ref}-O${at}`));
}

function writeClaims(
  row: (type: RecordType, datum: Provenance, cells: readonly Cell[]) => void,
  file: PersonFile,
  ref: string,
): void {
  const number = (claimId: number) => numberOf(file, claimId);
  file.claims.forEach((r) =>
    row('claims', r, [
      r.claimNumber,
      ref,
      r.coDebtorIds.length === 0 ? null : r.coDebtorIds.map(personRef).join(REFERENCE_SEPARATOR),
      r.creditor,
      r.ownership,
      r.product,
      r.consumer,
      r.currency,
      money(r.principalCents),
      money(r.interestCents),
      money(r.costsCents),
      money(r.creditLimitCents),
      r.openedOn,
      r.dueOn,
      r.contractEndedOn,
      r.limitationOn,
    ]),
  );
  file.claimEvents.forEach((r, at) =>
    row('claim_events', r, [`${ref}-E${at}`, number(r.claimId), r.on, r.kind, r.code, money(r.amountCents)]),
  );
  file.invoices.forEach((r, at) =>
    row('invoices', r, [
      `${ref}-N${at}`,
      number(r.claimId),
      r.issuedOn,
      r.dueOn,
      money(r.amountCents),
      r.reportedMonthsLate,
    ]),
  );
  file.payments.forEach((r, at) =>
    row('payments', r, [`${ref}-M${at}`, number(r.claimId), r.on, money(r.amountCents), r.reversedOn]),
  );
  file.plans.forEach((r, at) =>
    row('plans', r, [
      `${ref}-L${at}`,
      number(r.claimId),
      r.agreedOn,
      money(r.instalmentCents),
      r.instalments,
      r.firstDueOn,
      r.endedOn,
      r.ended,
    ]),
  );
  file.promises.forEach((r, at) =>
    row('promises', r, [`${ref}-Q${at}`, number(r.claimId), r.on, r.dueOn, money(r.amountCents)]),
  );
  file.measures.forEach((r, at) =>
    row('measures', r, [
      `${ref}-T${at}`,
      number(r.claimId),
      r.on,
      r.measure,
      money(r.creditorCostCents),
      money(r.debtorCostCents),
    ]),
  );
}

function writeOutcome(
  set: FileSet,
  file: PersonFile,
  { applicationId, claimId, name, on, value }: Outcome,
  id: string,
) {
  const application = file.applications.find((asked) => asked.applicationId === applicationId);
  const claim = claimId === null ? null : numberOf(file, claimId);
  set.get('outcomes')?.row([id, claim, application?.applicationNumber ?? null, name, on, value]);
}

function personRef(personId: number): string {
  return `P${String(personId).padStart(7, '0')}`;
}

function numberOf(file: PersonFile, claimId: number): string | null {
  return file.claims.find((claim) => claim.claimId === claimId)?.claimNumber ?? null;
}

/** Cents as a decimal of the currency. */
function money(cents: number | null): string | null {
  if (cents === null) return null;
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Characters held back before they are written. */
const HELD_BACK = 1 << 17;

/** The file is made with its first row: a record type of which there is nothing has no file, not even an old one. */
function openCsv(file: string, columns: readonly string[]): CsvFile {
  rmSync(file, { force: true });
  let handle: number | null = null;
  let held = lineOf(columns);
  const flush = () => {
    handle ??= openSync(file, 'w');
    writeSync(handle, held);
    held = '';
  };
  let rows = 0;
  return {
    row: (cells) => {
      held += lineOf(cells);
      rows += 1;
      if (held.length > HELD_BACK) flush();
    },
    close: () => {
      if (rows > 0) flush();
      if (handle !== null) closeSync(handle);
    },
  };
}

function lineOf(cells: readonly Cell[]): string {
  let line = '';
  for (let at = 0; at < cells.length; at += 1) line += (at === 0 ? '' : ',') + quoted(cells[at] ?? null);
  return `${line}\n`;
}

function quoted(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

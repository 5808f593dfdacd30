import type { Knex } from 'knex';
import { cents, dropTables, isoDate, isoInstant, type Migration } from './schema.ts';

/**
 * Who is appointed to the committee, the conflicts that the program itself found, who had which file before them and
 * for how long, the minutes as printed, and what the daily job raised. Reason: a committee is a body with terms,
 * training and authority, not everybody who holds a role; and whether review is real can only be told from what was done.
 */
export const committee: Migration = { name: '012b-committee', up, down };

async function up(db: Knex): Promise<void> {
  await db.schema.createTable('committee_appointments', (t) => {
    t.bigIncrements('id');
    t.bigInteger('staff_id').notNullable().references('staff.id');
    t.text('appointed_as').notNullable();
    isoDate(t, 'valid_from').notNullable();
    isoDate(t, 'valid_until');
    isoDate(t, 'trained_on');
    cents(t, 'up_to_cents');
    // A keyed hash of where they live, to be compared and nothing else.
    t.text('address_index');
    isoInstant(t, 'appointed_at').notNullable();
    // Null: taken over from before appointments were recorded.
    t.bigInteger('appointed_by').references('staff.id');
    isoInstant(t, 'ended_at');
    t.bigInteger('ended_by').references('staff.id');
    t.index(['staff_id']);
  });
  await db.schema.createTable('found_conflicts', (t) => {
    t.bigInteger('review_id').notNullable().references('reviews.id');
    t.bigInteger('staff_id').notNullable().references('staff.id');
    t.text('kind').notNullable();
    isoInstant(t, 'found_at').notNullable();
    t.primary(['review_id', 'staff_id', 'kind']);
  });
  await db.schema.createTable('file_openings', (t) => {
    t.bigIncrements('id');
    t.bigInteger('review_id').notNullable().references('reviews.id');
    t.integer('round').notNullable();
    t.bigInteger('staff_id').notNullable().references('staff.id');
    isoInstant(t, 'opened_at').notNullable();
    t.index(['review_id', 'round', 'staff_id']);
  });
  await db.schema.createTable('review_minutes', (t) => {
    t.bigInteger('review_id').primary().references('reviews.id');
    t.bigInteger('person_id').notNullable().references('persons.id');
    isoInstant(t, 'made_at').notNullable();
    t.text('language').notNullable();
    t.text('sha256').notNullable();
    t.binary('pdf_sealed').notNullable();
    t.index(['person_id']);
  });
  await db.schema.createTable('deadline_alerts', (t) => {
    t.bigIncrements('id');
    t.text('subject_kind').notNullable();
    t.bigInteger('subject_id').notNullable();
    isoDate(t, 'due_on').notNullable();
    t.text('level').notNullable();
    isoInstant(t, 'raised_at').notNullable();
    t.unique(['subject_kind', 'subject_id', 'due_on', 'level']);
  });
  await takeOver(db);
}

/**
 * Who sat until now by their role alone stays appointed, from the day of their account, with no end stated. That they
 * were trained is not on record, so that they are not drawn until somebody says so; demo accounts need nobody to.
 */
async function takeOver(db: Knex): Promise<void> {
  const staff = await db('staff')
    .whereNull('disabled_at')
    .orderBy('id')
    .select<{ id: number; roles: string; demo: number; created_at: string }[]>(
      'id',
      'roles',
      'demo',
      'created_at',
    );
  for (const { id, roles, demo, created_at } of staff) {
    const held = JSON.parse(roles) as string[];
    const as = held.includes('chair') ? 'chair' : held.includes('member') ? 'member' : null;
    if (as === null) continue;
    const day = created_at.slice(0, 10);
    await db('committee_appointments').insert({
      staff_id: id,
      appointed_as: as,
      valid_from: day,
      trained_on: demo === 1 ? day : null,
      appointed_at: created_at,
    });
  }
}

async function down(db: Knex): Promise<void> {
  await dropTables(db, [
    'deadline_alerts',
    'review_minutes',
    'file_openings',
    'found_conflicts',
    'committee_appointments',
  ]);
}

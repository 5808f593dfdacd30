import type { IsoInstant } from '../../scoring/portfolio/dates.ts';
import type { Database } from '../database.ts';
import { normalUsername } from './staff.ts';

/** A person's own account. A person without one signs in with the single-use code of a notice. */
export interface Customer {
  readonly customerId: number;
  readonly personId: number;
  readonly username: string;
  readonly passwordHash: string | null;
  readonly demo: boolean;
  readonly disabledAt: IsoInstant | null;
}

export interface NewCustomer {
  readonly personId: number;
  readonly username: string;
  readonly passwordHash: string | null;
  readonly demo: boolean;
  readonly createdAt: IsoInstant;
}

export async function insertCustomer(db: Database, customer: NewCustomer): Promise<number> {
  const [row] = (await db('customers')
    .insert({
      person_id: customer.personId,
      username: normalUsername(customer.username),
      password_hash: customer.passwordHash,
      demo: customer.demo ? 1 : 0,
      created_at: customer.createdAt,
    })
    .returning('id')) as { id: number }[];
  if (row === undefined) throw new Error('customers: the database returned no id');
  return row.id;
}

export async function findCustomerByUsername(db: Database, username: string): Promise<Customer | null> {
  const row = (await db('customers')
    .where({ username: normalUsername(username) })
    .first()) as CustomerRow | undefined;
  return row === undefined ? null : customerOf(row);
}

/** Nothing rests on a demo account of a customer, so it is deleted outright. */
export async function deleteDemoCustomers(db: Database): Promise<number> {
  return db('customers').where({ demo: 1 }).delete();
}

interface CustomerRow {
  readonly id: number;
  readonly person_id: number;
  readonly username: string;
  readonly password_hash: string | null;
  readonly demo: number;
  readonly disabled_at: IsoInstant | null;
}

function customerOf(row: CustomerRow): Customer {
  return {
    customerId: row.id,
    personId: row.person_id,
    username: row.username,
    passwordHash: row.password_hash,
    demo: row.demo === 1,
    disabledAt: row.disabled_at,
  };
}

/** Run as a process of its own by the tests: migrates the database at the address given and tells what it applied. */
import { migrate, openDatabase } from '../../data/database.ts';

const db = openDatabase(process.argv[2] ?? '');
process.stdout.write(`${JSON.stringify(await migrate(db))}\n`);
await db.destroy();

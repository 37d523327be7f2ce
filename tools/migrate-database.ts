/**
 * `npm run migrate`: makes roles and schemas in the database of DATABASE_URL, whose role may create roles, sets the roles'
 * passwords, and brings every service's tables up to date. A role's password is in the variable of its name, as
 * HOLDFAST_OWNER_PASSWORD. May run again at any time.
 */
import { join } from 'node:path';
import { ActionableFailure, messageOf } from './servers/failure.ts';
import { DATABASE_ROLES } from './servers/prepare-database.ts';
import { prepareSchemas, useExternalDatabase } from './start/database.ts';

try {
  const url = given('DATABASE_URL');
  const roles = Object.fromEntries(DATABASE_ROLES.map((role) => [role, given(`${role.toUpperCase()}_PASSWORD`)]));
  await useExternalDatabase(url);
  await prepareSchemas(join(import.meta.dirname, '..'), url, { roles });
  process.stderr.write('roles, schemas and tables are as they should be\n');
} catch (error) {
  process.stderr.write(
    error instanceof ActionableFailure ? `${error.message}\n${error.cure}\n` : `${messageOf(error)}\n`,
  );
  process.exitCode = 1;
}

function given(name: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  throw new ActionableFailure(`${name} is not set.`, 'See .env.example for what it is.');
}

import { afterAll, beforeAll, describe } from 'vitest';
import { openStore } from '../../exporter/store/open-store.ts';
import { describeApi } from '../support/describe-api.ts';
import { type Postgres, postgresTools, startPostgres } from '../support/postgres.ts';
import { skipWithout } from '../tools/find.ts';

const skipped = skipWithout('the API with findings in PostgreSQL', postgresTools);

describe.skipIf(skipped)('with PostgreSQL', () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await startPostgres({ fsync: 'off' });
  });
  afterAll(() => server.remove());

  describeApi('PostgreSQL', async () => {
    const url = await server.createDatabase();
    return {
      open: () => openStore({ url, passwordFile: server.passwordFile, clock: Date.now }),
      remove: () => Promise.resolve(),
    };
  });
});

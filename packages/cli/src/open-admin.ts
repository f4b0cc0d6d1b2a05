import { createAdmin } from '../../../src/admin.ts';
import type { Admin } from '../../../src/admin.ts';
import { readConfig } from '../../../src/config.ts';
import { findRunningDatabase, startEmbeddedPostgres } from '../../../src/db/embedded.ts';

/**
 * Acts on the database that the gateway of this folder uses: the one of DATABASE_URL, otherwise the embedded one. When
 * that is not running it is started for as long as `act` takes, so that a merchant can be made before the first start.
 */
export const withAdmin = async <T>(act: (admin: Admin) => Promise<T>): Promise<T> => {
  const config = readConfig();
  const databaseUrl = config.databaseUrl ?? findRunningDatabase(config.dataDir);
  if (databaseUrl !== undefined) return actOn({ ...config, databaseUrl }, act);

  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir });
  try {
    return await actOn({ ...config, databaseUrl: postgres.databaseUrl }, async (admin) => {
      await admin.migrate();
      return act(admin);
    });
  } finally {
    await postgres.stop();
  }
};

const actOn = async <T>(config: Parameters<typeof createAdmin>[0], act: (admin: Admin) => Promise<T>): Promise<T> => {
  const admin = createAdmin(config);
  try {
    return await act(admin);
  } finally {
    await admin.close();
  }
};

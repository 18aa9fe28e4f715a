import { findingGroupings, findingSorts } from '../../exporter/contract/index.ts';
import type { FindingQuery } from '../../exporter/findings/store.ts';
import { openStore } from '../../exporter/store/open-store.ts';
import { pageQuery } from '../../exporter/store/postgres/page-query.ts';
import { type Postgres, postgresTools, startPostgres } from '../support/postgres.ts';
import { finding } from '../support/store-contract.ts';
import { skipWithout } from '../tools/find.ts';
import { ms, print, quantile, type Figure } from './figures.ts';

const aimMs = 50;
const rounds = 100;

/** (g) One PostgreSQL that answers for a fleet: pages of findings with filters, and the plan of the slowest. */
export async function benchFleetStore(clusters = 1_000, perCluster = 2_000): Promise<void> {
  if (skipWithout('(g) the fleet in PostgreSQL', postgresTools)) return;
  const server = await startPostgres({ shared_buffers: '512MB', max_wal_size: '8GB', maintenance_work_mem: '256MB' });
  try {
    const url = await server.createDatabase();
    const store = openStore({ url, passwordFile: server.passwordFile, clock: Date.now });
    await store.size();
    await fill(server, url, clusters, perCluster);
    const some = (count: number) => Math.floor(Math.random() * count);
    const name = () => `cluster-${some(clusters)}`;
    const questions: Readonly<Record<string, () => FindingQuery>> = {
      'the whole fleet': () => ({}),
      'one cluster': () => ({ clusters: [name()] }),
      'ten clusters, critical and high': () => ({
        clusters: Array.from({ length: 10 }, name),
        severities: ['critical', 'high'],
      }),
      'one check': () => ({ checks: [`check-${some(200)}`] }),
      'one team, high': () => ({ teams: [`team-${some(300)}`], severities: ['high'] }),
      'one namespace of one cluster': () => ({ namespaces: [`namespace-${some(50)}`], clusters: [name()] }),
      'words in one cluster': () => ({ text: `workload-${some(perCluster)}`, clusters: [name()] }),
      ...Object.fromEntries(
        findingSorts.flatMap((sort) => [
          [`the whole fleet by ${sort}`, () => ({ sort })],
          [`one check by ${sort}`, () => ({ sort, checks: [`check-${some(200)}`] })],
          [
            `ten clusters, critical and high, by ${sort}`,
            () => ({ sort, clusters: Array.from({ length: 10 }, name), severities: ['critical', 'high'] as const }),
          ],
          [`one team by ${sort}`, () => ({ sort, teams: [`team-${some(300)}`] })],
        ]),
      ),
    };
    const counts: Readonly<Record<string, () => FindingQuery>> = {
      'one cluster': () => ({ clusters: [name()] }),
      'one check': () => ({ checks: [`check-${some(200)}`] }),
      'the whole fleet': () => ({}),
    };
    const figures: Figure[] = [];
    let slowest = { ms: 0, what: '', query: {} as FindingQuery };
    for (const [what, ask] of Object.entries(questions)) {
      const timings: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const query = ask();
        const start = performance.now();
        await store.query(query, 100);
        const took = performance.now() - start;
        timings.push(took);
        if (took > slowest.ms) slowest = { ms: took, what, query };
      }
      const p99 = quantile(timings, 0.99);
      figures.push({
        what: `${what}: p99`,
        value: ms(p99),
        baseline: `p50 ${ms(quantile(timings, 0.5))}`,
        aim: ms(aimMs),
        met: p99 < aimMs,
      });
    }
    for (const [what, ask] of Object.entries(counts)) {
      for (const by of findingGroupings) {
        const timings: number[] = [];
        for (let round = 0; round < (what === 'the whole fleet' ? 5 : 30); round += 1) {
          const start = performance.now();
          await store.groups(ask(), by);
          timings.push(performance.now() - start);
        }
        figures.push({ what: `${what}, counted by ${by}: p99`, value: ms(quantile(timings, 0.99)) });
      }
    }
    print(`(g) PostgreSQL, ${clusters} clusters with ${perCluster} findings each; page of 100 with its total`, figures);
    console.log(`\n  plan of the slowest (${slowest.what}, ${ms(slowest.ms)}):`);
    console.log((await plan(server, url, slowest.query)).replace(/^/gm, '    '));
    await store.close();
  } finally {
    await server.remove();
  }
}

async function fill(server: Postgres, url: string, clusters: number, perCluster: number): Promise<void> {
  const sample = finding('NAME', { check: 'CHECK', severity: 'low' });
  const document = JSON.stringify(sample).replaceAll("'", "''");
  await server.psql(
    url,
    '-c',
    `INSERT INTO plumbline.clusters (id, name, epoch, revision)
     SELECT 'id-' || c, 'cluster-' || c, 1, 1 FROM generate_series(0, ${clusters - 1}) c`,
    '-c',
    `INSERT INTO plumbline.findings (cluster_id, id, revision, place, began_at, began,
       severity, first_seen, check_id, namespace, team, words, finding)
     SELECT 'id-' || c, md5(c || '-' || f) || md5(f || '+' || c), 1, f, 0, '{"type":"opened","reason":"new","at":0}',
       (ARRAY[0, 1, 1, 2, 2, 2, 2, 3, 3, 3])[1 + (f + c) % 10], 1700000000000 + (f * 7919 + c * 104729) % 31536000000,
       'check-' || f % 200, 'namespace-' || f % 50, 'team-' || (f + c) % 300,
       'check-' || f % 200 || ' deployment workload-' || f || ' may do everything',
       replace(replace('${document}', 'NAME', 'workload-' || f), 'CHECK', 'check-' || f % 200)
     FROM generate_series(0, ${clusters - 1}) c, generate_series(0, ${perCluster - 1}) f`,
    '-c',
    'VACUUM ANALYZE plumbline.findings',
  );
}

async function plan(server: Postgres, url: string, query: FindingQuery): Promise<string> {
  const only = query.clusters?.map((name) => name.replace('cluster-', 'id-'));
  const areFew = query.clusters !== undefined || query.checks !== undefined || query.teams !== undefined;
  const { sql, values } = pageQuery(query, { ...(only && { only }), without: [] }, 101, undefined, areFew);
  // Numbers of marks from the end: $1 is also the beginning of $10.
  const literal = (value: unknown): string =>
    typeof value === 'object' && value !== null
      ? `ARRAY[${Object.values(value).map(literal).join(', ')}]`
      : typeof value === 'number'
        ? String(value)
        : `'${String(value).replaceAll("'", "''")}'`;
  const filled = [...values.entries()]
    .reverse()
    .reduce((text, [index, value]) => text.replaceAll(`$${index + 1}`, literal(value)), sql);
  return server.psql(url, '-c', `EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) ${filled}`);
}

import type { FindingQuery, Position } from '../../findings/store.ts';
import { conditionsOf, type ClusterChoice, type Conditions, type Dialect } from '../conditions.ts';
import { clusterNames, orderBy, orderOf } from '../order.ts';

type Value = readonly string[] | readonly number[] | string;

export const postgresDialect: Dialect<Value> = {
  mark: (number) => `$${number}`,
  oneOf: (column, mark) => `${column} = ANY (${mark})`,
  listOf: (values) => values,
  // Not strpos: a trigram index, where an operator adds one, answers LIKE.
  holds: (column, mark) => `${column} LIKE ${mark}`,
  heldOf: (text) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`,
};

/** With more clusters it is cheaper to go through the whole fleet in its order. */
const mostMerged = 50;

/** So many findings are sorted sooner than found again in an index of another order, which may not have them for long. */
export const mostSorted = 30_000;

/** How many findings match, as far as they are counted. */
export function countSql(conditions: string, most: number): string {
  return `SELECT count(*) AS total FROM (SELECT FROM plumbline.findings WHERE ${conditions} LIMIT ${most}) AS s`;
}

/** One page of open findings; `areFew` says that those that match are better sorted than walked in the order of an index. */
export function pageQuery(
  query: FindingQuery,
  clusters: ClusterChoice,
  limit: number,
  after?: Position,
  areFew = false,
): Conditions<Value> {
  const { sort = 'worst' } = query;
  const { only = [] } = clusters;
  if (sort === 'worst') {
    const isMerged = only.length >= 2 && only.length <= mostMerged;
    return isMerged ? merged(query, only, limit, after) : inOrder(query, clusters, limit, after);
  }
  if (areFew) return sorted(query, clusters, limit, after);
  return sort === 'cluster' ? byCluster(query, clusters, limit, after) : inOrder(query, clusters, limit, after);
}

const columns = 'cluster_id, severity, first_seen, id, finding';

/** Along the index of the order. */
function inOrder(query: FindingQuery, clusters: ClusterChoice, limit: number, after?: Position): Conditions<Value> {
  const order = orderOf(query.sort);
  const { sql, values } = conditionsOf(query, clusters, postgresDialect, after);
  return {
    sql: `SELECT ${columns}, ${order.group} AS grouped FROM plumbline.findings WHERE ${sql}
      ${orderBy(order)} LIMIT ${limit}`,
    values,
  };
}

/** Worst first in each of a few clusters, for which there is an index, and merged. */
function merged(query: FindingQuery, only: readonly string[], limit: number, after?: Position): Conditions<Value> {
  const order = orderOf();
  const end = `${orderBy(order)} LIMIT ${limit}`;
  const { sql, values } = conditionsOf(query, { without: [] }, postgresDialect, after);
  const each = `SELECT ${columns}, ${order.group} AS grouped FROM plumbline.findings
    WHERE cluster_id = c.own AND ${sql} ${end}`;
  return {
    sql: `SELECT p.* FROM unnest($${values.length + 1}::text[]) AS c (own), LATERAL (${each}) AS p ${end}`,
    values: [...values, only],
  };
}

/** Found first, by whatever index has them together, then sorted; read are those alone that are shown. */
function sorted(query: FindingQuery, clusters: ClusterChoice, limit: number, after?: Position): Conditions<Value> {
  const order = orderOf(query.sort);
  const { sql, values } = conditionsOf(query, clusters, postgresDialect, after);
  const names = query.sort === 'cluster' ? clusterNames('plumbline.') : '';
  // Of the present by what indexes have; of the past each finding has several states.
  const [place, again] =
    query.at === undefined
      ? ['cluster_id AS origin', 'f.cluster_id = shown.origin AND f.id = shown.id AND f.ended_revision IS NULL']
      : ['findings.ctid AS origin', 'f.ctid = shown.origin'];
  return {
    sql: `WITH matching AS MATERIALIZED (
        SELECT ${place}, ${order.columns.join(', ')}, ${order.group} AS grouped
        FROM plumbline.findings ${names} WHERE ${sql}),
      shown AS MATERIALIZED (SELECT * FROM matching ${orderBy(order)} LIMIT ${limit})
      SELECT f.cluster_id, f.severity, f.first_seen, f.id, f.finding, shown.grouped
      FROM shown JOIN plumbline.findings f ON ${again}
      ${orderBy({ ...order, columns: order.columns.map((column) => `shown.${column}`) })}`,
    values,
  };
}

/** Cluster by cluster in the order of their names, worst first in each, until the page is full. */
function byCluster(query: FindingQuery, clusters: ClusterChoice, limit: number, after?: Position): Conditions<Value> {
  const order = orderOf('cluster');
  const end = `${orderBy(order)} LIMIT ${limit}`;
  const { sql, values } = conditionsOf(query, clusters, postgresDialect, after);
  const from = after === undefined ? '' : `WHERE name >= $${values.length + 1}`;
  return {
    sql: `SELECT p.* FROM (SELECT id AS own, name AS cluster_name FROM plumbline.clusters ${from} ORDER BY name) AS c,
      LATERAL (SELECT ${columns}, c.cluster_name, c.cluster_name AS grouped FROM plumbline.findings
        WHERE cluster_id = c.own AND ${sql} ${orderBy(orderOf())} LIMIT ${limit}) AS p
      ${end.replace('cluster_name', 'c.cluster_name')}`,
    values: after === undefined ? values : [...values, after.group],
  };
}

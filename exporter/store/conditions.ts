import { severities, windowChoices } from '../contract/vocabulary.ts';
import type { FindingQuery, Position } from '../findings/store.ts';
import { orderOf, valuesAt } from './order.ts';
import { plain } from './rows.ts';

/** What differs between engines in the conditions of a query. */
export interface Dialect<Value> {
  /** The mark of the parameter with this number, counted from 1. */
  readonly mark: (number: number) => string;
  /** A condition that a column is one of the values of a list, and the value to bind for the list. */
  readonly oneOf: (column: string, mark: string) => string;
  readonly listOf: (values: readonly string[] | readonly number[]) => Value;
  /** A condition that a column holds a text, and the value to bind for it. */
  readonly holds: (column: string, mark: string) => string;
  readonly heldOf: (text: string) => Value;
}

/** A condition and the values to bind in it. */
export interface Conditions<Value> {
  readonly sql: string;
  readonly values: readonly (Value | string | number)[];
}

/** Which clusters a query is about, by id. */
export interface ClusterChoice {
  readonly only?: readonly string[];
  readonly without: readonly string[];
}

/** The condition on `findings` that a query means, and that they come after a position. */
export function conditionsOf<Value>(
  query: FindingQuery,
  clusters: ClusterChoice,
  dialect: Dialect<Value>,
  after?: Position,
): Conditions<Value> {
  const values: (Value | string | number)[] = [];
  const conditions: string[] = [];
  const bind = (value: Value | string | number): string => dialect.mark(values.push(value));
  const among = (column: string, wanted: readonly string[] | readonly number[] | undefined, negated = false): void => {
    if (wanted === undefined) return;
    const [only] = wanted;
    // Equality keeps the order of an index, which a list loses: then everything that matches is read and sorted.
    const condition =
      only !== undefined && wanted.length === 1
        ? `${column} = ${bind(only)}`
        : dialect.oneOf(column, bind(dialect.listOf(wanted)));
    conditions.push(negated ? `NOT (${condition})` : condition);
  };

  if (query.at === undefined) conditions.push('ended_revision IS NULL');
  else {
    conditions.push(`began_at <= ${bind(query.at)}`);
    conditions.push(`(ended_at IS NULL OR ended_at > ${bind(query.at)})`);
  }
  among('cluster_id', clusters.only);
  if (clusters.without.length > 0) among('cluster_id', clusters.without, true);
  among('check_id', query.checks);
  among(
    'severity',
    query.severities?.map((severity) => severities.indexOf(severity)),
  );
  among('namespace', query.namespaces?.map(plain));
  among('team', query.teams?.map(plain));
  if (query.firstSeen !== undefined) {
    const ranges = query.firstSeen.map(
      ({ from, until }) => `(first_seen >= ${bind(from)} AND first_seen < ${bind(until)})`,
    );
    conditions.push(ranges.length === 0 ? '1 = 0' : `(${ranges.join(' OR ')})`);
  }
  if (query.windows !== undefined) {
    const marks = query.windows.map((id) => {
      if (id === windowChoices.none) return "windows = ''";
      // Said twice, so that an index of those that are marked at all can answer.
      const marked = "windows <> ''";
      return id === windowChoices.any
        ? marked
        : `(${marked} AND ${dialect.holds('windows', bind(dialect.heldOf(`|${id}|`)))})`;
    });
    conditions.push(`(${marks.join(' OR ')})`);
  }
  for (const word of query.text?.toLowerCase().split(/\s+/).filter(Boolean) ?? []) {
    conditions.push(dialect.holds('words', bind(dialect.heldOf(plain(word)))));
  }
  if (after !== undefined) {
    const order = orderOf(query.sort);
    const values = valuesAt(after, order).map(bind);
    const is = order.descending ? '<' : '>';
    conditions.push(`(${order.columns.join(', ')}) ${is} (${values.join(', ')})`);
  }
  return { sql: conditions.join(' AND '), values };
}

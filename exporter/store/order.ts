import { severities, type FindingGrouping, type FindingSort } from '../contract/vocabulary.ts';
import type { Position } from '../findings/store.ts';

/** The column that holds what findings are grouped by; the name of a cluster is not in their table. */
export const groupColumns = {
  severity: 'severity',
  check: 'check_id',
  cluster: 'cluster_id',
  namespace: 'namespace',
  owner: 'team',
} as const satisfies Record<FindingGrouping, string>;

const worst = ['severity', 'first_seen', 'id'] as const;
const clusterName = 'cluster_name';

/** An order as SQL. */
export interface SqlOrder {
  /** Columns by which it goes, all in one direction; together they tell every finding from every other. */
  readonly columns: readonly string[];
  readonly descending: boolean;
  /** What it goes by before severity; null for an order that goes by severity or time alone. */
  readonly group: string;
}

/** The name of its cluster beside each finding, for an order that goes by it; `schema` is empty or ends in a dot. */
export function clusterNames(schema: '' | 'plumbline.'): string {
  return `JOIN (SELECT id AS named_id, name AS cluster_name FROM ${schema}clusters) AS c ON named_id = cluster_id`;
}

export function orderOf(sort: FindingSort = 'worst'): SqlOrder {
  switch (sort) {
    case 'worst':
      return { columns: worst, descending: false, group: 'NULL' };
    case 'newest':
    case 'oldest':
      return { columns: ['first_seen', 'id'], descending: sort === 'newest', group: 'NULL' };
    case 'cluster':
      return { columns: [clusterName, ...worst], descending: false, group: clusterName };
    case 'check':
    case 'namespace':
    case 'owner':
      return { columns: [groupColumns[sort], ...worst], descending: false, group: groupColumns[sort] };
  }
}

/** An order as the end of a statement. */
export function orderBy({ columns, descending }: SqlOrder): string {
  return `ORDER BY ${columns.map((column) => (descending ? `${column} DESC` : column)).join(', ')}`;
}

/** What a position says of each column of an order. */
export function valuesAt(position: Position, { columns }: SqlOrder): readonly (string | number)[] {
  return columns.map((column) => {
    switch (column) {
      case 'severity':
        return severities.indexOf(position.severity);
      case 'first_seen':
        return position.firstSeen;
      case 'id':
        return position.id;
      default:
        return position.group;
    }
  });
}

import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextLink, useStyles2 } from '@grafana/ui';
import type { ApiCheck, ApiFindingGroups } from '#contract';
import { linkTo } from '../../routes.ts';
import { counted, totalOf } from '../../shown/count.ts';
import { NumberCell, PlainTable } from '../../shown/plain-table.tsx';
import { SeverityBadge } from '../../shown/severity-badge.tsx';
import { natureOf } from './check-nature.ts';

interface Props {
  readonly checks: readonly ApiCheck[];
  /** Open findings counted by check; undefined while they are not counted. */
  readonly open: ApiFindingGroups | undefined;
  readonly busy: boolean;
}

/** Checks as rows that lead to their pages, with what is open of each. */
export function ChecksTable({ checks, open, busy }: Props) {
  const styles = useStyles2(getStyles);
  const totals = new Map(open?.items.map(({ key, total }) => [key, total]));
  return (
    <PlainTable caption="Checks in use" minWidth={720} busy={busy} data-testid="checks">
      <thead>
        <tr>
          <th scope="col">Severity</th>
          <th scope="col">Check</th>
          <th scope="col">Category</th>
          <th scope="col">Frameworks</th>
          <th scope="col">Open findings</th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => {
          const { id, title, severity, category, frameworks } = check;
          const total = totals.get(id) ?? 0;
          return (
            <tr key={id} data-check={id}>
              <td>
                <SeverityBadge severity={severity} />
              </td>
              <th scope="row">
                <TextLink href={linkTo('checks', [id])} inline weight="medium">
                  {title}
                </TextLink>
                <div className={styles.second}>{[id, ...natureOf(check)].join(' · ')}</div>
              </th>
              <td>{category}</td>
              <td className={styles.second}>{[...new Set(frameworks.map(({ framework }) => framework))].join(', ')}</td>
              <NumberCell>
                {open === undefined ? (
                  'unknown'
                ) : total === 0 ? (
                  'none known'
                ) : (
                  <TextLink
                    href={linkTo('findings', [], { check: id })}
                    inline
                    aria-label={`${counted(total, 'open finding')} of ${id}`}
                  >
                    {totalOf(total)}
                  </TextLink>
                )}
              </NumberCell>
            </tr>
          );
        })}
      </tbody>
    </PlainTable>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  second: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});

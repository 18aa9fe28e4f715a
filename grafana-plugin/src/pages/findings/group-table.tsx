import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { IconButton, TextLink, useStyles2 } from '@grafana/ui';
import { Fragment } from 'react';
import { severities, type ApiFindingGroup, type ApiFindingGroups } from '#contract';
import { outOfSight } from '../../shown/out-of-sight.ts';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import type { LinkQuery } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { counted, numberOf, totalOf } from '../../shown/count.ts';
import { OwnerName } from '../../shown/owner-name.tsx';
import { SeverityBadge } from '../../shown/severity-badge.tsx';
import { SkeletonRows } from '../../shown/skeleton-rows.tsx';
import { TimeAgo } from '../../shown/time-ago.tsx';
import { FailureNotice } from '../../states/failure-notice.tsx';
import { clusterScoped, groupingNames } from './filter-words.ts';
import { FindingsTable } from './findings-table.tsx';
import type { ViewState } from './use-view.ts';
import { changed, type Grouping } from './view.ts';

interface Props extends Pick<ViewState, 'view' | 'change' | 'hrefOf' | 'search'> {
  readonly groups: ApiFindingGroups;
  readonly by: Grouping;
  readonly query: LinkQuery;
  readonly busy: boolean;
}

/** Findings of an open group that are shown in it; the rest is a list of its own. */
const inGroup = 10;

/** Findings counted by what they have in common; a group opens to its worst ones. */
export function GroupTable({ groups, by, view, change, hrefOf, search, query, busy }: Props) {
  const styles = useStyles2(getStyles);
  function toggle(key: string) {
    const isOpen = view.open.includes(key);
    change({ open: isOpen ? view.open.filter((one) => one !== key) : [...view.open, key] }, { replace: true });
  }
  return (
    <>
      <table className={styles.table} aria-busy={busy} aria-label={`Findings by ${by}`} data-testid="groups">
        <thead>
          <tr>
            <th scope="col" className={styles.toggle}>
              <span className={styles.hidden}>Open</span>
            </th>
            <th scope="col">{groupingNames[by]}</th>
            <th scope="col" className={styles.number}>
              Findings
            </th>
            {severities.map((severity) => (
              <th key={severity} scope="col" className={styles.number}>
                <SeverityBadge severity={severity} />
              </th>
            ))}
            <th scope="col" className={styles.oldest}>
              Oldest
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.items.map((group) => {
            const isOpen = view.open.includes(group.key);
            return (
              <Fragment key={group.key}>
                <tr>
                  <td>
                    <IconButton
                      name={isOpen ? 'angle-down' : 'angle-right'}
                      aria-label={`${isOpen ? 'Close' : 'Open'} ${group.key === '' ? clusterScoped : group.key.slice(0, 80)}`}
                      aria-expanded={isOpen}
                      onClick={() => toggle(group.key)}
                    />
                  </td>
                  <td>
                    <TextLink
                      href={hrefOf(changed(view, { [by]: [group.key], by: undefined }))}
                      color="primary"
                      inline={false}
                    >
                      <GroupName by={by} name={group.key} />
                    </TextLink>
                  </td>
                  <td className={styles.number}>{numberOf(group.total)}</td>
                  {severities.map((severity) => (
                    <td key={severity} className={styles.number}>
                      {group.counts[severity] === 0 ? (
                        <span className={styles.none}>0</span>
                      ) : (
                        numberOf(group.counts[severity])
                      )}
                    </td>
                  ))}
                  <td>{group.oldest === undefined ? '–' : <TimeAgo at={group.oldest} />}</td>
                </tr>
                {isOpen && (
                  <tr>
                    <td colSpan={4 + severities.length} className={styles.inside}>
                      <OpenGroup
                        group={group}
                        query={{ ...query, [by]: [group.key] }}
                        from={search}
                        all={hrefOf(changed(view, { [by]: [group.key], by: undefined }))}
                      />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
      {groups.groups > groups.items.length && (
        <p>
          The {numberOf(groups.items.length)} largest of {totalOf(groups.groups)} groups. Filter to see others.
        </p>
      )}
    </>
  );
}

function GroupName({ by, name }: { readonly by: Grouping; readonly name: string }) {
  if (by === 'owner') return <OwnerName team={name} />;
  return <ClusterText text={name === '' ? clusterScoped : name} most={120} />;
}

interface OpenGroupProps {
  readonly group: ApiFindingGroup;
  readonly query: LinkQuery;
  readonly from: string;
  /** Link to all of them. */
  readonly all: string;
}

function OpenGroup({ group, query, from, all }: OpenGroupProps) {
  const findings = useAnswer('findings', { path: apiPath('findings'), query: { ...query, limit: String(inGroup) } });
  if (findings.isPending) return <SkeletonRows rows={3} label="Loading findings of the group" />;
  if (findings.isError) {
    return (
      <FailureNotice failure={findings.error} of="Findings of the group" onRetry={() => void findings.refetch()} />
    );
  }
  return (
    <>
      <FindingsTable findings={findings.data.items} caption={`Findings of ${group.key}`} from={from} />
      {group.total > findings.data.items.length && (
        <TextLink href={all} inline={false}>
          {`All ${counted(group.total, 'finding')}`}
        </TextLink>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    borderCollapse: 'collapse',
    'th, td': {
      padding: theme.spacing(0.5, 1),
      textAlign: 'start',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    },
    th: { fontWeight: theme.typography.fontWeightMedium, color: theme.colors.text.secondary, whiteSpace: 'nowrap' },
  }),
  toggle: css({ width: 40 }),
  number: css({ '&&': { textAlign: 'end' }, fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
  oldest: css({ width: 130 }),
  none: css({ color: theme.colors.text.secondary }),
  inside: css({ '&&': { padding: theme.spacing(1, 1, 2, 4), background: theme.colors.background.canvas } }),
  hidden: css(outOfSight),
});

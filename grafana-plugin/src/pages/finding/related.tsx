import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextLink, useStyles2 } from '@grafana/ui';
import { Link } from 'react-router-dom';
import type { ApiFinding } from '#contract';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { linkTo, type LinkQuery } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { totalOf } from '../../shown/count.ts';
import { ObjectName } from '../../shown/object-name.tsx';
import { SeverityBadge } from '../../shown/severity-badge.tsx';
import { SkeletonRows } from '../../shown/skeleton-rows.tsx';
import { FailureNotice } from '../../states/failure-notice.tsx';
import { ofSameObject } from './same-object.ts';
import { Section } from '../../shown/section.tsx';

/** Rows of each list. */
const shown = 6;

/** What else is wrong with the object, and where else the check fails. */
export function Related({ finding }: { readonly finding: ApiFinding }) {
  const { object, cluster, check } = finding;
  // The API takes no names of objects: words of the name find it, and the place narrows them.
  const place: LinkQuery = { cluster: [cluster], namespace: [object.namespace ?? ''], q: object.name.slice(0, 500) };
  return (
    <>
      <Others
        title="Other findings of this object"
        query={{ ...place, limit: '200' }}
        choose={(found) => ofSameObject(finding, found)}
        none="None: this is all that is known to be wrong with it."
        all={linkTo('findings', [], place)}
        sameObject
      />
      <Others
        title="The same check elsewhere"
        query={{ check: [check], limit: String(shown + 1) }}
        choose={(found) => found.filter(({ id }) => id !== finding.id)}
        none="Nowhere: this is the only open finding of the check."
        all={linkTo('findings', [], { check: [check] })}
      />
    </>
  );
}

interface OthersProps {
  readonly title: string;
  readonly query: LinkQuery;
  readonly choose: (found: readonly ApiFinding[]) => readonly ApiFinding[];
  readonly none: string;
  /** Link to the whole list. */
  readonly all: string;
  /** Whether they are told apart by what is wrong; otherwise by where. */
  readonly sameObject?: boolean;
}

function Others({ title, query, choose, none, all, sameObject = false }: OthersProps) {
  const styles = useStyles2(getStyles);
  const found = useAnswer('findings', { path: apiPath('findings'), query });
  const others = found.data === undefined ? [] : choose(found.data.items);
  return (
    <Section framed title={title}>
      {found.isPending && <SkeletonRows rows={3} label={`Loading: ${title}`} />}
      {found.isError && <FailureNotice failure={found.error} of={title} onRetry={() => void found.refetch()} />}
      {found.isSuccess && others.length === 0 && <p>{none}</p>}
      <ul className={styles.list}>
        {others.slice(0, shown).map((other) => (
          <li key={other.id} className={styles.row}>
            <SeverityBadge severity={other.severity} />
            <div className={styles.other}>
              <Link to={linkTo('findings', [other.id])} className={styles.link}>
                {sameObject ? other.title : <ObjectName object={other.object} />}
              </Link>
              <div className={styles.quiet}>
                <ClusterText text={sameObject ? other.message : other.cluster} most={90} />
              </div>
            </div>
          </li>
        ))}
      </ul>
      {found.isSuccess && others.length > 0 && (sameObject ? others.length > shown : found.data.next !== undefined) && (
        <TextLink href={all} inline={false}>
          {sameObject ? `All ${others.length + 1}` : `All ${totalOf(found.data.total)}`}
        </TextLink>
      )}
    </Section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: theme.spacing(0.75) }),
  row: css({ display: 'grid', gridTemplateColumns: '80px minmax(0, 1fr)', gap: theme.spacing(1) }),
  other: css({ minWidth: 0, overflowWrap: 'anywhere' }),
  link: css({ color: theme.colors.text.link, minWidth: 0, '&:hover': { textDecoration: 'underline' } }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});

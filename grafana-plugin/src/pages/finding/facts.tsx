import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextLink, useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import type { ApiFindingDetail } from '#contract';
import { linkTo } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { ObjectName } from '../../shown/object-name.tsx';
import { OwnerContact, OwnerName } from '../../shown/owner-name.tsx';
import { SeverityBadge } from '../../shown/severity-badge.tsx';
import { fullTime, TimeAgo } from '../../shown/time-ago.tsx';
import { reasonWords } from '../../shown/transition-words.ts';

/** Where, whose, since when and by whom. */
export function Facts({ finding }: { readonly finding: ApiFindingDetail }) {
  const styles = useStyles2(getStyles);
  const { severity, state, cluster, object, container, path, owner, firstSeen, lastChange, changedBy, windows } =
    finding;
  return (
    <dl className={styles.list}>
      <Fact name="Severity">
        <SeverityBadge severity={severity} />
      </Fact>
      <Fact name="State">{state}</Fact>
      <Fact name="Cluster">
        <TextLink inline href={linkTo('clusters', [cluster])}>
          {<ClusterText text={cluster} most={80} />}
        </TextLink>
      </Fact>
      <Fact name="Object">
        <ObjectName object={object} /> <span className={styles.quiet}>({object.apiVersion})</span>
      </Fact>
      {container !== undefined && (
        <Fact name="Container">
          <ClusterText text={container} code />
        </Fact>
      )}
      {path !== '' && (
        <Fact name="Field">
          <ClusterText text={path} code most={300} />
        </Fact>
      )}
      <Fact name="Owner">
        <strong>
          <OwnerName team={owner.team} />
        </strong>{' '}
        <span className={styles.quiet}>
          from <ClusterText text={owner.teamSource} />
        </span>
        <div className={styles.quiet}>
          <OwnerContact contact={owner.contact} />
        </div>
      </Fact>
      <Fact name="First seen">
        {firstSeen === undefined ? (
          'An exempt finding has no history.'
        ) : (
          <>
            <TimeAgo at={firstSeen} estimated={finding.estimated ?? false} />
            <div className={styles.quiet}>
              {fullTime(firstSeen)}
              {finding.estimated === true && '; inferred from the times of the object, since nobody looked before'}
            </div>
          </>
        )}
      </Fact>
      {finding.reason !== undefined && <Fact name="Why it opened">{reasonWords[finding.reason]}</Fact>}
      {lastChange !== undefined && lastChange !== firstSeen && (
        <Fact name="Last change">
          <TimeAgo at={lastChange} />
        </Fact>
      )}
      {changedBy !== undefined && (
        <Fact name="Changed by">
          <ClusterText text={changedBy.manager} /> ({changedBy.actor})
          <div className={styles.quiet}>The name of a field manager: a hint, and no proof.</div>
        </Fact>
      )}
      {windows !== undefined && windows.length > 0 && (
        <Fact name="Deploy windows">
          {windows.map((id) => (
            <div key={id}>
              <TextLink inline href={linkTo('findings', [], { window: [id] })}>
                {<ClusterText text={id} most={80} />}
              </TextLink>
            </div>
          ))}
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    gap: theme.spacing(1, 2),
    margin: 0,
    dt: { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular },
    dd: { margin: 0, minWidth: 0 },
  }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});

import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { TextLink, useStyles2 } from '@grafana/ui';
import type { ApiCluster } from '#contract';
import { linkTo } from '../../routes.ts';
import { ClusterText } from '../../shown/cluster-text.tsx';
import { reasonParts } from './reason-parts.ts';
import { StandingMark } from './standing-mark.tsx';
import { standingOf } from './standing.ts';

/** How a cluster stands, with everything that keeps it from being clean. */
export function StandingNotice({ cluster }: { readonly cluster: ApiCluster }) {
  const styles = useStyles2(getStyles);
  const { standing, label, reasons } = standingOf(cluster);
  return (
    <section aria-label="How it stands" className={styles.notice} data-testid="standing">
      <StandingMark standing={standing} label={label} />
      {standing === 'clean' && (
        <p className={styles.said}>
          Nothing of the critical-posture set is open, what was read is fresh, and all of the set has a verdict.
        </p>
      )}
      {reasons.length > 0 && (
        <ul className={styles.reasons}>
          {reasons.map((reason) => (
            <li key={reason}>
              <Reason cluster={cluster.name} reason={reason} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Reason({ cluster, reason }: { readonly cluster: string; readonly reason: string }) {
  const { text, check } = reasonParts(reason);
  if (check === undefined) return <ClusterText text={text} most={400} />;
  return (
    <TextLink href={linkTo('findings', [], { cluster: [cluster], check })} inline>
      {text}
    </TextLink>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  notice: css({ marginBottom: theme.spacing(4) }),
  said: css({ margin: theme.spacing(0.5, 0, 0), color: theme.colors.text.secondary }),
  reasons: css({
    margin: theme.spacing(0.5, 0, 0),
    paddingInlineStart: theme.spacing(3),
    columns: '46ch',
    columnGap: theme.spacing(4),
    // Far enough apart to be hit with a finger.
    '& > li': { paddingBlock: theme.spacing(0.25) },
  }),
});

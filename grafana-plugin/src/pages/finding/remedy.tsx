import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { ApiCheck, ApiFinding } from '#contract';
import { ClusterBlock } from '../../shown/cluster-text.tsx';
import { CopyButton } from '../../shown/copy-button.tsx';
import { Section } from './section.tsx';

interface Props {
  readonly finding: ApiFinding;
  /** The check as the library tells it; undefined while, or where, it cannot be read. */
  readonly check: ApiCheck | undefined;
}

/** Why the finding matters, in words of the check, not of the cluster. */
export function WhyItMatters({ check }: { readonly check: ApiCheck | undefined }) {
  const styles = useStyles2(getStyles);
  if (check === undefined) return null;
  return (
    <Section title="Why it matters">
      <p>{check.why}</p>
      <p className={styles.quiet}>
        Gives away {check.risk.gains}. Takes {check.risk.takes}.
      </p>
    </Section>
  );
}

/** How to mend it, with what one pastes. */
export function Remedy({ finding, check }: Props) {
  const styles = useStyles2(getStyles);
  const paste = check?.paste;
  return (
    <Section title="How to fix it" actions={paste === undefined ? undefined : <CopyButton text={paste} what="YAML" />}>
      <p>{finding.remedy}</p>
      {paste !== undefined && (
        <>
          <ClusterBlock text={paste} label="YAML to start from" />
          <p className={styles.quiet}>To start from: replace names and numbers by your own.</p>
        </>
      )}
    </Section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, margin: 0 }),
});

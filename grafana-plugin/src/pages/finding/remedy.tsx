import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Stack, useStyles2 } from '@grafana/ui';
import type { ApiCheck, ApiFindingDetail, ApiObjectRef, ApiPatch } from '#contract';
import { ClusterBlock } from '../../shown/cluster-text.tsx';
import { CopyButton } from '../../shown/copy-button.tsx';
import { Prose } from '../../shown/prose.tsx';
import { patchCommand, patchYaml } from './patch-text.ts';
import { Section } from '../../shown/section.tsx';

interface Props {
  readonly finding: ApiFindingDetail;
  /** The check as the library tells it; undefined while, or where, it cannot be read. */
  readonly check: ApiCheck | undefined;
}

/** Why the finding matters, in words of the check, not of the cluster. */
export function WhyItMatters({ check }: { readonly check: ApiCheck | undefined }) {
  const styles = useStyles2(getStyles);
  if (check === undefined) return null;
  return (
    <Section framed title="Why it matters">
      <p>
        <Prose text={check.why} />
      </p>
      <p className={styles.quiet}>
        Gives away {check.risk.gains}. Takes {check.risk.takes}.
      </p>
    </Section>
  );
}

/** How to mend it, with what one pastes. */
export function Remedy({ finding, check }: Props) {
  const styles = useStyles2(getStyles);
  const { patch } = finding.evidence;
  // What is worked out for this very object is better than what one starts from.
  const paste = patch === undefined ? check?.paste : undefined;
  return (
    <Section
      framed
      title="How to fix it"
      actions={paste === undefined ? undefined : <CopyButton text={paste} what="YAML" />}
    >
      <p>
        <Prose text={finding.remedy} />
      </p>
      {patch !== undefined && <Patch object={finding.object} patch={patch} />}
      {paste !== undefined && (
        <>
          <ClusterBlock text={paste} label="YAML to start from" />
          <p className={styles.quiet}>To start from: replace names and numbers by your own.</p>
        </>
      )}
    </Section>
  );
}

/** The change that mends this object: to be made where its manifest lives, or at once. */
function Patch({ object, patch }: { readonly object: ApiObjectRef; readonly patch: ApiPatch }) {
  const styles = useStyles2(getStyles);
  const yaml = patchYaml(patch);
  const command = patchCommand(object, patch);
  return (
    <Stack direction="column" gap={1}>
      <ClusterBlock text={yaml} label="Patch of the object" />
      {command !== undefined && <ClusterBlock text={command} label="Command that applies it" />}
      <Stack gap={1} wrap="wrap">
        <CopyButton text={yaml} what="patch" />
        {command !== undefined && <CopyButton text={command} what="kubectl command" />}
      </Stack>
      <p className={styles.quiet}>
        Worked out from the object as it was judged. Where GitOps manages it, make the change in its repository: what is
        patched here is put back.
      </p>
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, margin: 0 }),
});

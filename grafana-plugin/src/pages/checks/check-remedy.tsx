import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Stack, useStyles2 } from '@grafana/ui';
import type { ApiCheck } from '#contract';
import { ClusterBlock } from '../../shown/cluster-text.tsx';
import { CopyButton } from '../../shown/copy-button.tsx';
import { Prose } from '../../shown/prose.tsx';
import { Section } from '../../shown/section.tsx';
import { natureOf } from './check-nature.ts';

/** Why a check matters, what a failure gives away, and how to mend it. */
export function CheckRemedy({ check }: { readonly check: ApiCheck }) {
  const styles = useStyles2(getStyles);
  const { why, risk, remedy, paste, severity } = check;
  const nature = natureOf(check);
  return (
    <>
      <Section title="Why it matters">
        <div className={styles.text}>
          <p>
            <Prose text={why} />
          </p>
          <dl className={styles.risk}>
            <dt>Who uses it gains</dt>
            <dd>{risk.gains}</dd>
            <dt>What that takes</dt>
            <dd>{risk.takes}</dd>
            <dt>Hence</dt>
            <dd>
              {severity}: the reach is {risk.impact}, the ease {risk.ease}
            </dd>
          </dl>
          {nature.length > 0 && <p>Apart from most: {nature.join('; ')}.</p>}
        </div>
      </Section>
      <Section title="How to mend it">
        <p className={styles.text}>
          <Prose text={remedy} />
        </p>
        {paste !== undefined && (
          <Stack direction="column" gap={1}>
            <ClusterBlock text={paste} label="YAML to start from" />
            <Stack gap={2} alignItems="center">
              <CopyButton text={paste} what="YAML" />
              <span className={styles.hint}>Valid as it stands; names and numbers in it are to be replaced.</span>
            </Stack>
          </Stack>
        )}
      </Section>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({ maxWidth: '90ch' }),
  hint: css({ color: theme.colors.text.secondary }),
  risk: css({
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    gap: theme.spacing(0.5, 2),
    margin: 0,
    dt: { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular },
    dd: { margin: 0 },
  }),
});

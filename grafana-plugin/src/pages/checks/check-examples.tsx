import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import type { ApiCheck, ApiCheckExample } from '#contract';
import { ClusterBlock } from '../../shown/cluster-text.tsx';
import { CopyButton } from '../../shown/copy-button.tsx';
import { Section } from '../../shown/section.tsx';
import { examplesOf } from './check-nature.ts';

const shownAtFirst = 8;

/** What a check fails and what it passes, as manifests; the same that test it. */
export function CheckExamples({ check }: { readonly check: ApiCheck }) {
  const [all, setAll] = useState(false);
  const examples = examplesOf(check);
  if (examples.length === 0) return null;
  return (
    <Section title="Examples" description="Manifests that the check is tested with, and what it says of each.">
      {(all ? examples : examples.slice(0, shownAtFirst)).map((example, index) => (
        <Example key={`${example.when} ${index}`} example={example} isOpen={index === 0} />
      ))}
      {examples.length > shownAtFirst && (
        <Button fill="text" size="sm" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${examples.length} examples`}
        </Button>
      )}
    </Section>
  );
}

interface ExampleProps {
  readonly example: ApiCheckExample;
  /** Whether it is open at first. */
  readonly isOpen: boolean;
}

function Example({ example: { when, result, manifest }, isOpen }: ExampleProps) {
  const styles = useStyles2(getStyles);
  return (
    <details open={isOpen} className={styles.example}>
      <summary className={styles.summary}>
        <Icon name={iconOf(result)} size="sm" aria-hidden="true" className={styles[toneOf(result)]} />{' '}
        <strong>{result === 'not_applicable' ? 'not applicable' : result}</strong>: {when}
      </summary>
      <ClusterBlock text={manifest} label={`Manifest: ${when}`} />
      <CopyButton text={manifest} what="manifest" />
    </details>
  );
}

function iconOf(result: ApiCheckExample['result']): IconName {
  return result === 'fail' ? 'times-circle' : result === 'pass' ? 'check-circle' : 'circle';
}

function toneOf(result: ApiCheckExample['result']): 'fail' | 'pass' | 'other' {
  return result === 'fail' || result === 'pass' ? result : 'other';
}

const getStyles = (theme: GrafanaTheme2) => ({
  example: css({ marginBottom: theme.spacing(1) }),
  summary: css({ cursor: 'pointer', padding: theme.spacing(0.5, 0) }),
  fail: css({ color: theme.colors.error.text }),
  pass: css({ color: theme.colors.success.text }),
  other: css({ color: theme.colors.text.secondary }),
});

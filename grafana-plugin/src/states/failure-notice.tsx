import { css } from '@emotion/css';
import { Alert, Button, LinkButton, Stack } from '@grafana/ui';
import type { ApiFailure, FailureKind } from '../api/failure.ts';
import { pluginId } from '../plugin-id.ts';
import { lineOf } from '../shown/safe-text.ts';
import { failureWords } from './failure-words.ts';

interface Props {
  readonly failure: ApiFailure;
  /** What could not be shown, as in "Findings": begins the title. */
  readonly of: string;
  readonly onRetry?: () => void;
}

/** Says why something could not be read from the exporter and who can mend it; never leaves an empty place that looks like good news. */
export function FailureNotice({ failure, of, onRetry }: Props) {
  const { title, remedy } = failureWords[failure.kind];
  return (
    <Alert
      title={`${of}: ${title}`}
      severity={failure.kind === 'not-found' ? 'info' : 'error'}
      data-testid={`failure-${failure.kind}`}
    >
      <Stack direction="column" gap={1}>
        <span>{remedy}</span>
        {failure.message !== '' && <code className={told}>{lineOf(failure.message)}</code>}
        <Stack>
          {onRetry !== undefined && (
            <Button size="sm" variant="secondary" icon="sync" onClick={onRetry}>
              Ask again
            </Button>
          )}
          {configurable.has(failure.kind) && (
            <LinkButton size="sm" variant="secondary" icon="cog" href={`/plugins/${pluginId}`}>
              Configuration
            </LinkButton>
          )}
        </Stack>
      </Stack>
    </Alert>
  );
}

const configurable: ReadonlySet<FailureKind> = new Set(['not-configured', 'unreachable', 'token']);

// What the exporter says may be longer than a line, and repeats what it was asked.
const told = css({ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' });

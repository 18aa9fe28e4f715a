import { Alert, Button, LinkButton, Stack } from '@grafana/ui';
import type { ApiFailure, FailureKind } from '../api/failure.ts';
import { pluginId } from '../plugin-id.ts';

interface Props {
  readonly failure: ApiFailure;
  /** What could not be shown, as in "Findings": begins the title. */
  readonly of: string;
  readonly onRetry?: () => void;
}

/** Says why something could not be read from the exporter and who can mend it; never leaves an empty place that looks like good news. */
export function FailureNotice({ failure, of, onRetry }: Props) {
  const { title, remedy } = words[failure.kind];
  return (
    <Alert
      title={`${of}: ${title}`}
      severity={failure.kind === 'not-found' ? 'info' : 'error'}
      data-testid={`failure-${failure.kind}`}
    >
      <Stack direction="column" gap={1}>
        <span>{remedy}</span>
        {failure.message !== '' && <code>{failure.message}</code>}
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

const words: Readonly<Record<FailureKind, { readonly title: string; readonly remedy: string }>> = {
  'not-configured': {
    title: 'no exporter is connected',
    remedy:
      'An administrator of this Grafana enters the URL of the exporter and a token in the configuration of the app.',
  },
  unreachable: {
    title: 'the exporter does not answer',
    remedy:
      'Grafana’s server could not reach it. Check that the exporter runs and that its URL is right; what it last published may still be in Prometheus.',
  },
  token: {
    title: 'the exporter does not accept the token',
    remedy:
      'The token that Grafana sends is unknown to the exporter. An administrator enters a valid one in the configuration of the app.',
  },
  forbidden: {
    title: 'not allowed',
    remedy:
      'Your role in Grafana, or the scopes of the exporter’s token, do not cover this. An administrator can grant it.',
  },
  'not-found': { title: 'not found', remedy: 'It may have been resolved and forgotten, or the link is old.' },
  invalid: {
    title: 'the question was refused',
    remedy: 'A filter of this page has a value that the exporter does not know.',
  },
  broken: { title: 'the exporter failed', remedy: 'It could not answer; its log says why. Try again in a moment.' },
};

import { Alert, LinkButton, Stack } from '@grafana/ui';
import type { ApiTransition } from '#contract';
import type { ApiFailure } from '../../api/failure.ts';
import { linkTo } from '../../routes.ts';
import { stepInWords } from './timeline-entries.ts';
import { Timeline } from './timeline.tsx';
import { Section } from '../../shown/section.tsx';

/** The page of a finding that is over: says how it ended as far as that is remembered. */
export function GoneFinding({ failure }: { readonly failure: ApiFailure }) {
  const history = historyOf(failure);
  const last = history.at(-1);
  const ended = last?.type === 'resolved';
  return (
    <Stack direction="column" gap={2} data-testid="gone">
      <Alert
        severity={ended ? 'success' : 'info'}
        title={ended ? `This finding is over. ${stepInWords(last)}` : 'No finding has this id now'}
      >
        <Stack direction="column" gap={1} alignItems="flex-start">
          <span>
            {ended
              ? 'Nothing is left to do here. If it comes back, it opens again under the same link.'
              : 'It may have been mended and forgotten since, or the link is not whole.'}
          </span>
          <LinkButton size="sm" variant="secondary" href={linkTo('findings')}>
            All findings
          </LinkButton>
        </Stack>
      </Alert>
      {history.length > 0 && (
        <Section framed title="What happened">
          <Timeline history={history} drift={[]} />
        </Section>
      )}
    </Stack>
  );
}

function historyOf({ problem }: ApiFailure): readonly ApiTransition[] {
  if (problem === undefined || !('history' in problem) || !Array.isArray(problem.history)) return [];
  // The exporter's own answer, of the form that the contract gives steps.
  return problem.history as readonly ApiTransition[];
}

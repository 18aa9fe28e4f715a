import { Button, Stack } from '@grafana/ui';
import type { ApiFindingGroups, ApiFindingPage } from '#contract';
import type { UseQueryResult } from '@tanstack/react-query';
import { apiPath } from '../../api/client.ts';
import type { ApiFailure } from '../../api/failure.ts';
import { useAnswer } from '../../api/use-answer.ts';
import type { LinkQuery } from '../../routes.ts';
import { counted, numberOf, totalOf } from '../../shown/count.ts';
import { NothingKnown, NothingMatches, NothingWrong } from '../../shown/empty.tsx';
import { SkeletonRows } from '../../shown/skeleton-rows.tsx';
import { FailureNotice } from '../../states/failure-notice.tsx';
import type { Certainty } from './certainty.ts';
import { ExportLinks } from './export-links.tsx';
import { FindingsTable } from './findings-table.tsx';
import { GroupTable } from './group-table.tsx';
import { PastNotice } from './notices.tsx';
import { pageNumber, Pager } from './pager.tsx';
import type { ViewState } from './use-view.ts';
import { isFiltered, withoutFilters } from './view.ts';

/** Rows of a page: what one reads at once, and a browser draws without effort. */
const rowsOnPage = '50';
/** Milliseconds between looks for newer findings while nobody leafs. */
const refresh = 60_000;

interface Props {
  readonly state: ViewState;
  /** Filters as the API takes them. */
  readonly query: LinkQuery;
  readonly certainty: Certainty;
  /** Findings by severity, which count exactly what a list may count only in part. */
  readonly counts: ApiFindingGroups | undefined;
}

/** Findings one by one, a page at a time. */
export function FindingsList({ state, query, certainty, counts }: Props) {
  const { view } = state;
  const findings = useAnswer('findings', {
    path: apiPath('findings'),
    query: { ...query, sort: view.sort, cursor: view.cursor, limit: rowsOnPage },
    keep: true,
    ...(view.cursor === '' ? { every: refresh } : {}),
  });
  const summary = (page: ApiFindingPage) => {
    const total = counts === undefined ? totalOf(page.total) : numberOf(counts.findings);
    const number = pageNumber(view.cursor, state.trail);
    return `${total} ${total === '1' ? 'finding' : 'findings'}${number === undefined || number === 1 ? '' : `, page ${number}`}`;
  };
  return (
    <Listed
      answer={findings}
      state={state}
      certainty={certainty}
      count={({ items }) => items.length}
      summary={summary}
      query={query}
    >
      {(page) => (
        <Stack direction="column" gap={1}>
          <FindingsTable
            findings={page.items}
            caption={`Findings: ${summary(page)}`}
            from={state.search}
            busy={findings.isPlaceholderData}
          />
          <Pager {...state} next={page.next} busy={findings.isPlaceholderData} />
        </Stack>
      )}
    </Listed>
  );
}

/** Findings counted by what they have in common. */
export function FindingsByGroup({ state, query, certainty }: Omit<Props, 'counts'>) {
  const { view } = state;
  const by = view.by ?? 'owner';
  const groups = useAnswer('findingGroups', {
    path: apiPath('findings', 'groups'),
    query: { ...query, by },
    keep: true,
    every: refresh,
  });
  return (
    <Listed
      answer={groups}
      state={state}
      certainty={certainty}
      count={({ items }) => items.length}
      summary={(answer) => `${counted(answer.findings, 'finding')} in ${totalOf(answer.groups)} groups`}
      query={query}
    >
      {(answer) =>
        // While another grouping is on its way, the one before stands under its own name.
        answer.by === 'severity' ? null : (
          <GroupTable {...state} groups={answer} by={answer.by} query={query} busy={groups.isPlaceholderData} />
        )
      }
    </Listed>
  );
}

interface ListedProps<T> {
  readonly answer: UseQueryResult<T, ApiFailure>;
  readonly state: ViewState;
  readonly query: LinkQuery;
  readonly certainty: Certainty;
  readonly count: (answer: T) => number;
  readonly summary: (answer: T) => string;
  readonly children: (answer: T) => React.ReactNode;
}

/** Every state of a list: on its way, failed, empty in each of its meanings, and there. */
function Listed<T extends Pick<ApiFindingPage, 'at' | 'notRemembered'>>(props: ListedProps<T>) {
  const { answer, state, certainty, count, summary, children, query } = props;
  const { data } = answer;
  if (data === undefined) {
    if (!answer.isError) return <SkeletonRows rows={12} label="Loading findings" />;
    return (
      <Stack direction="column" gap={1} alignItems="flex-start">
        <FailureNotice failure={answer.error} of="Findings" onRetry={() => void answer.refetch()} />
        {answer.error.kind === 'invalid' && <Refused state={state} parameter={answer.error.problem?.parameter} />}
      </Stack>
    );
  }
  return (
    <Stack direction="column" gap={1}>
      {answer.isError && (
        <FailureNotice failure={answer.error} of="Newer findings" onRetry={() => void answer.refetch()} />
      )}
      {data.at !== undefined && <PastNotice at={data.at} notRemembered={data.notRemembered ?? []} />}
      <Stack justifyContent="space-between" alignItems="center" wrap="wrap">
        <output aria-live="polite" data-testid="count">
          {summary(data)}
        </output>
        <ExportLinks query={{ ...query, sort: state.view.sort }} />
      </Stack>
      {count(data) > 0 ? (
        children(data)
      ) : (
        <Empty state={state} certainty={certainty} remembered={(data.notRemembered ?? []).length === 0} />
      )}
    </Stack>
  );
}

/** The way out of a question that the exporter refuses: a link that is old, or values that do not go together. */
function Refused({
  state: { view, change },
  parameter,
}: {
  readonly state: ViewState;
  readonly parameter: string | undefined;
}) {
  return parameter === 'cursor' ? (
    <Button onClick={() => change({ cursor: '' })}>First page</Button>
  ) : (
    <Button onClick={() => change({ ...withoutFilters(view), sort: '' })}>Reset filters</Button>
  );
}

interface EmptyProps {
  readonly state: ViewState;
  readonly certainty: Certainty;
  readonly remembered: boolean;
}

/** An empty list is good news only where nothing was left out, and everything was looked at. */
function Empty({ state, certainty, remembered }: EmptyProps) {
  const { view, change } = state;
  if (view.cursor !== '')
    return <NothingKnown message="There is nothing beyond the page before; it may have been mended since." />;
  if (isFiltered(view)) {
    return <NothingMatches message="No finding matches these filters" onReset={() => change(withoutFilters(view))} />;
  }
  if (certainty.kind === 'certain' && remembered) {
    return (
      <NothingWrong message="No open findings">
        {counted(certainty.clusters, 'cluster')} looked at: the data is fresh, and everything has a verdict.
      </NothingWrong>
    );
  }
  return (
    <NothingKnown message="No findings are known, which does not mean that there are none">
      {certainty.why}
    </NothingKnown>
  );
}

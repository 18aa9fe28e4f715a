import { PluginPage } from '@grafana/runtime';
import { Button, Stack } from '@grafana/ui';
import { useRef, useState } from 'react';
import type { Severity } from '#contract';
import { apiPath } from '../../api/client.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { CopyButton } from '../../shown/copy-button.tsx';
import { useNow } from '../../shown/use-now.ts';
import { FailureNotice } from '../../states/failure-notice.tsx';
import { Arrangement } from './arrangement.tsx';
import { certaintyOf } from './certainty.ts';
import { DoubtsNotice } from './doubts-notice.tsx';
import { doubtsOf } from './doubts.ts';
import { FilterBar } from './filter-bar.tsx';
import { FilterChips } from './filter-chips.tsx';
import { FindingsByGroup, FindingsList } from './findings-list.tsx';
import { rowAfter, type Command } from './keyboard.ts';
import { KeysHelp } from './keys-help.tsx';
import { DrillNotice, SmallOwnersNotice } from './notices.tsx';
import { SeverityCounts } from './severity-counts.tsx';
import { useKeys } from './use-keys.ts';
import { useView } from './use-view.ts';
import { countsOf } from './counts.ts';
import { questionOf } from './view.ts';

/** Milliseconds between looks at how clusters stand and how many findings there are. */
const refresh = 60_000;

/** Every finding of every cluster, filtered, sorted, counted and paged by the exporter; the URL holds all of it. */
export function FindingsPage() {
  const state = useView();
  const { view, change } = state;
  const now = useNow();
  const [helping, setHelping] = useState(false);
  const searchRef = useRef<HTMLInputElement>(null);
  const listRef = useRef<HTMLDivElement>(null);
  useKeys((command, target) =>
    obey(command, target, { search: searchRef.current, list: listRef.current, help: setHelping }),
  );

  const { query, drill, smallOwners } = questionOf(view);
  const clusters = useAnswer('clusters', { path: apiPath('clusters'), query: { limit: '1000' }, every: refresh });
  // The severities that are chosen are counted beside the others, or nothing could be chosen next.
  const counts = useAnswer('findingGroups', {
    path: apiPath('findings', 'groups'),
    query: { ...query, severity: [], by: 'severity' },
    keep: true,
    every: refresh,
  });
  const standings = clusters.data?.items.filter(({ name }) => view.cluster.length === 0 || view.cluster.includes(name));
  const doubts = doubtsOf(standings ?? [], view.cluster, now);
  const certainty = certaintyOf(standings, doubts);
  const chosenCounts = counts.isPlaceholderData ? undefined : countsOf(counts.data, view.severity);
  const onlyDrill = drill && view.check.length === 1;
  return (
    <PluginPage
      pageNav={{ text: 'Findings' }}
      actions={
        <Stack gap={1}>
          <CopyButton text={window.location.href} what="link" />
          <Button
            variant="secondary"
            size="sm"
            icon="keyboard"
            tooltip="Keys of this page"
            aria-label="Keys of this page"
            onClick={() => setHelping(true)}
          />
        </Stack>
      }
    >
      <Stack direction="column" gap={2}>
        <FilterBar view={view} change={change} searchRef={searchRef} />
        <FilterChips view={view} change={change} />
        {!onlyDrill && (
          <Stack wrap="wrap" gap={1} justifyContent="space-between" alignItems="center">
            <SeverityCounts
              groups={counts.data}
              chosen={view.severity}
              onToggle={(severity) => change({ severity: toggled(view.severity, severity) })}
            />
            <Arrangement view={view} change={change} />
          </Stack>
        )}
        {clusters.isError && !counts.isError && (
          <FailureNotice failure={clusters.error} of="How clusters stand" onRetry={() => void clusters.refetch()} />
        )}
        {view.at === '' && <DoubtsNotice doubts={doubts} />}
        {drill && <DrillNotice view={view} />}
        {smallOwners && <SmallOwnersNotice />}
        <div ref={listRef}>
          {!onlyDrill && view.by === undefined && (
            <FindingsList state={state} query={query} certainty={certainty} counts={chosenCounts} />
          )}
          {!onlyDrill && view.by !== undefined && <FindingsByGroup state={state} query={query} certainty={certainty} />}
        </div>
      </Stack>
      {helping && <KeysHelp onClose={() => setHelping(false)} />}
    </PluginPage>
  );
}

function toggled(chosen: readonly string[], severity: Severity): readonly string[] {
  return chosen.includes(severity) ? chosen.filter((one) => one !== severity) : [...chosen, severity];
}

interface Places {
  readonly search: HTMLInputElement | null;
  readonly list: HTMLElement | null;
  readonly help: (open: boolean) => void;
}

/** Does what a key says; false where there is nothing to do it with. */
function obey(command: Command, target: HTMLElement, { search, list, help }: Places): boolean {
  if (command === 'help') {
    help(true);
    return true;
  }
  if (command === 'search') {
    search?.focus();
    search?.select();
    return search !== null;
  }
  if (command === 'leave') {
    if (target !== search) return false;
    search.blur();
    return true;
  }
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-finding]') ?? [])];
  const row = rows.findIndex((one) => one === document.activeElement);
  const next = rows[rowAfter(row, rows.length, command)];
  next?.focus();
  return next !== undefined;
}

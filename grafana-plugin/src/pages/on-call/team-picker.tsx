import { MultiCombobox, Stack, Switch } from '@grafana/ui';
import { useId } from 'react';
import { unowned, type ApiFindingGroup } from '#contract';
import { lineOf } from '../../shown/safe-text.ts';
import type { Assigned } from './use-assigned.ts';

interface Props {
  readonly assigned: Assigned;
  /** Teams to choose from; undefined while they are not known. */
  readonly groups: readonly ApiFindingGroup[] | undefined;
}

/** Chooses the teams that one is on call for, once, and whether only what is theirs is shown. */
export function TeamPicker({ assigned: { mine, only, choose, show }, groups }: Props) {
  const [teamsId, switchId] = [useId(), useId()];
  const named = (groups ?? []).map(({ key }) => key).filter((key) => key !== '' && key !== unowned);
  const options = [...new Set([...mine, ...named])].map((value) => ({ value, label: lineOf(value) }));
  return (
    <Stack direction="row" gap={1} alignItems="center" wrap="wrap">
      <label htmlFor={teamsId}>I am on call for</label>
      <div style={{ minWidth: 220, maxWidth: 420 }}>
        <MultiCombobox
          id={teamsId}
          placeholder="Choose teams"
          options={options}
          value={[...mine]}
          onChange={(chosen) => choose(chosen.map(({ value }) => value))}
          minWidth={27}
          maxWidth={52}
          width="auto"
        />
      </div>
      <Switch
        id={switchId}
        value={only}
        disabled={mine.length === 0}
        onChange={({ currentTarget }) => show(currentTarget.checked)}
      />
      <label htmlFor={switchId}>Assigned to my on-call</label>
    </Stack>
  );
}

import { MultiCombobox, type ComboboxOption } from '@grafana/ui';
import type { ApiAnswers } from '#contract';
import { apiPath, ask } from '../../api/client.ts';
import { lineOf } from '../../shown/safe-text.ts';

interface Props {
  readonly chosen: readonly string[];
  readonly onChange: (clusters: readonly string[]) => void;
}

/** Chooses clusters by name, those that need somebody first. */
export function ChooseClusters({ chosen, onChange }: Props) {
  return (
    <MultiCombobox
      aria-label="Clusters"
      placeholder="Choose clusters"
      options={options}
      value={chosen.map((value) => ({ value, label: lineOf(value) }))}
      isClearable
      width={40}
      onChange={(options) => onChange(options.map(({ value }) => value))}
    />
  );
}

async function options(typed: string): Promise<ComboboxOption[]> {
  const query = { q: typed, sort: 'worst', limit: '20' };
  const { items } = await ask<ApiAnswers['clusters']>(apiPath('clusters'), query);
  return items.filter(({ watched }) => watched).map(({ name }) => ({ value: name, label: lineOf(name) }));
}

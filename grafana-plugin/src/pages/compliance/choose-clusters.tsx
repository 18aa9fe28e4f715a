import type { ComboboxOption } from '@grafana/ui';
import type { ApiAnswers } from '#contract';
import { apiPath, ask } from '../../api/client.ts';
import { ChooseValues } from '../../shown/choose-values.tsx';
import { lineOf } from '../../shown/safe-text.ts';

interface Props {
  readonly chosen: readonly string[];
  readonly onChange: (clusters: readonly string[]) => void;
}

/** Chooses clusters by name, those that need somebody first. */
export function ChooseClusters({ chosen, onChange }: Props) {
  return <ChooseValues name="Clusters" options={found} chosen={chosen.map(optionOf)} width={40} onChange={onChange} />;
}

async function found(typed: string): Promise<ComboboxOption[]> {
  const query = { q: typed, sort: 'worst', limit: '20' };
  const { items } = await ask<ApiAnswers['clusters']>(apiPath('clusters'), query);
  return items.filter(({ watched }) => watched).map(({ name }) => optionOf(name));
}

function optionOf(name: string): ComboboxOption {
  return { value: name, label: lineOf(name) };
}

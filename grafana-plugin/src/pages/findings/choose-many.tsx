import type { FindingFilter } from '#contract';
import type { ComboboxOption } from '@grafana/ui';
import { useCallback } from 'react';
import { ChooseValues } from '../../shown/choose-values.tsx';
import type { Choice } from './filter-words.ts';
import { filterNames, valueInWords } from './filter-words.ts';

/** Stands for the empty value, which a list of choices cannot hold. */
const emptyValue = '\u0000';

interface Props {
  readonly filter: FindingFilter;
  readonly values: readonly string[];
  readonly choices: readonly Choice[] | (() => Promise<readonly Choice[]>);
  /** Whether values beyond the choices can be written. */
  readonly open?: boolean;
  readonly onChange: (values: readonly string[]) => void;
  readonly width?: number;
}

/** Chooses values of one filter. */
export function ChooseMany({ filter, values, choices, open = false, onChange, width = 20 }: Props) {
  const load = useCallback(
    async (typed: string): Promise<ComboboxOption[]> => {
      if (typeof choices !== 'function') return [];
      const wanted = typed.toLowerCase();
      const all = await choices();
      return all
        .filter(({ label, description = '' }) => `${label} ${description}`.toLowerCase().includes(wanted))
        .map(optionOf);
    },
    [choices],
  );
  return (
    <ChooseValues
      name={filterNames[filter]}
      options={typeof choices === 'function' ? load : choices.map(optionOf)}
      chosen={values.map((value) => ({
        value: value === '' ? emptyValue : value,
        label: valueInWords({ filter, value }),
      }))}
      open={open}
      width={width}
      onChange={(chosen) => onChange(chosen.map((value) => (value === emptyValue ? '' : value)))}
    />
  );
}

function optionOf({ value, label, description }: Choice): ComboboxOption {
  return {
    value: value === '' ? emptyValue : value,
    label,
    ...(description === undefined ? {} : { description }),
  };
}

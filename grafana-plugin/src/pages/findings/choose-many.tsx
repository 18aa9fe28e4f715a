import { MultiCombobox, type ComboboxOption } from '@grafana/ui';
import { css } from '@emotion/css';
import { useCallback, useId } from 'react';
import type { Choice } from './filter-words.ts';
import { filterNames, valueInWords } from './filter-words.ts';
import type { ListFilter } from './view.ts';

/** Stands for the empty value, which a list of choices cannot hold. */
const emptyValue = '\u0000';

interface Props {
  readonly filter: ListFilter;
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
  const label = useId();
  return (
    <span>
      <span id={label} className={hidden}>
        {filterNames[filter]}
      </span>
      <MultiCombobox
        aria-labelledby={label}
        placeholder={filterNames[filter]}
        options={typeof choices === 'function' ? load : choices.map(optionOf)}
        value={values.map((value) => ({
          value: value === '' ? emptyValue : value,
          label: valueInWords({ filter, value }),
        }))}
        createCustomValue={open}
        isClearable
        width={width}
        onChange={(chosen) => onChange(chosen.map(({ value }) => (value === emptyValue ? '' : value)))}
      />
    </span>
  );
}

function optionOf({ value, label, description }: Choice): ComboboxOption {
  return {
    value: value === '' ? emptyValue : value,
    label,
    ...(description === undefined ? {} : { description }),
  };
}

// The placeholder, which says it to the eye, goes once there are values.
const hidden = css({
  position: 'absolute',
  width: 1,
  height: 1,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
});

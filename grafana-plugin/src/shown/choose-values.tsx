import { css } from '@emotion/css';
import { MultiCombobox, useStyles2, type ComboboxOption } from '@grafana/ui';
import { useId } from 'react';
import { outOfSight } from './out-of-sight.ts';

interface Props {
  /** What is chosen, as in "Severity". */
  readonly name: string;
  readonly options: readonly ComboboxOption[] | ((typed: string) => Promise<ComboboxOption[]>);
  readonly chosen: readonly ComboboxOption[];
  /** In units of eight pixels. */
  readonly width: number;
  /** Whether values beyond the options can be written. */
  readonly open?: boolean;
  readonly onChange: (values: readonly string[]) => void;
}

/** Chooses any number of values. */
export function ChooseValues({ name, options, chosen, width, open = false, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <div>
      {/* The input takes no name but that of another element, and loses its placeholder once something is chosen. */}
      <span id={id} className={styles.hidden}>
        {name}
      </span>
      <MultiCombobox<string>
        aria-labelledby={id}
        placeholder={name}
        options={typeof options === 'function' ? options : [...options]}
        value={[...chosen]}
        createCustomValue={open}
        isClearable
        width={width}
        onChange={(values) => onChange(values.map(({ value }) => value))}
      />
    </div>
  );
}

const getStyles = () => ({
  hidden: css(outOfSight),
});

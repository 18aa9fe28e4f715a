import {
  MappingType,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Mapping, Step } from '../panels/panel.ts';
import { grounded, mappingsOf } from '../render/field-config.ts';

/** Thresholds of a panel. */
export function thresholdsOf(steps: readonly Step[]): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([...grounded(steps)]);
}

/** Words for values. */
export function wordsOf(mappings: readonly Mapping[]): ValueMapping[] {
  return mappingsOf(mappings).map((words) =>
    words.type === 'value'
      ? { type: MappingType.ValueToText, options: words.options }
      : { type: MappingType.RangeToText, options: words.options },
  );
}

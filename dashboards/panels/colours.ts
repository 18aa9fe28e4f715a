import type { Severity } from '#contract';

/** Names of Grafana's palette, which has a tone of each for dark and for light. */
export type Colour = 'text' | 'green' | 'yellow' | 'orange' | 'red' | 'dark-red' | 'blue' | 'light-blue' | 'purple';

/** What colours say. Nothing is told by colour alone. */
export const tone = {
  good: 'green',
  warning: 'orange',
  bad: 'red',
  /** Not known, or neither good nor bad. */
  neutral: 'text',
  /** Something that is only counted. */
  plain: 'blue',
  /** Another such thing beside it. */
  other: 'purple',
} as const satisfies Record<string, Colour>;

/** The same on every page. */
export const severityColour = {
  critical: 'dark-red',
  high: 'orange',
  medium: 'yellow',
  low: 'blue',
  info: 'light-blue',
} as const satisfies Record<Severity, Colour>;

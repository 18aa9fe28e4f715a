import type { Result, Severity } from '../vocabulary.ts';

export interface ApiCheckExample {
  readonly when: string;
  readonly result: Result;
  readonly manifest: string;
}

export interface ApiCheck {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly severity: Severity;
  /** Why it is as severe: what a failure gives away, and how far it is from there. */
  readonly risk: { readonly impact: string; readonly gains: string; readonly ease: string; readonly takes: string };
  /** Runs only where it is asked for. */
  readonly optional: boolean;
  /** A combination of other checks, outside the score. */
  readonly composite: boolean;
  readonly why: string;
  readonly remedy: string;
  /** YAML to start from; names and numbers in it are to be replaced. */
  readonly paste?: string;
  readonly fields: readonly string[];
  /** Resources that it looks at; `observed` ones are readings of our own, for which no such resource exists. */
  readonly needs: readonly string[];
  readonly observed: readonly string[];
  /** Settings without which nothing that it looks at is read from a cluster. */
  readonly switches: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly preset: unknown; readonly meaning: string }[];
  readonly frameworks: readonly { readonly framework: string; readonly control: string; readonly title: string }[];
  readonly profiles: readonly string[];
  readonly examples: readonly ApiCheckExample[];
}

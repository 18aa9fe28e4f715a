import type { KubeObject } from './object.ts';
import type { SecretClass } from './secret-class.ts';

/** Where in a ConfigMap something that looks like a secret stands, and what it looks like. */
export interface ConfiguredSecret {
  readonly key: string;
  readonly class: SecretClass;
  /** Line within the value, from 1; absent where the value is a single line. */
  readonly line?: number;
  /** Name of the setting within the value, such as `spring.datasource.password`. */
  readonly name?: string;
}

/** A ConfigMap after projection: the few values that checks read, and of all others only what was found in them. */
export interface ConfigMapObject extends KubeObject {
  /** Names of the entries of `data` and `binaryData`, sorted. */
  readonly keys: readonly string[];
  /** Values of settings that checks read, by key; every other value is dropped. */
  readonly data?: Readonly<Record<string, string>>;
  readonly secrets?: readonly ConfiguredSecret[];
}

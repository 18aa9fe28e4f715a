import type { Severity } from '../vocabulary.ts';

/** How many nodes have a value. */
export interface ApiNodeCount {
  readonly value: string;
  readonly nodes: number;
}

/** Nodes that are configured alike, and how they stand. */
export interface ApiNodePool {
  readonly name: string;
  /** The label that names the pool; absent where the role of its nodes stands in. */
  readonly label?: string;
  readonly nodes: number;
  /** Nodes whose kubelet configuration could not be read: their verdicts are unknown. */
  readonly unread: number;
  /** Posture score over the checks of nodes and kubelets, 0 to 1; absent while none has a verdict. */
  readonly score?: number;
  readonly kubelets: readonly ApiNodeCount[];
  readonly runtimes: readonly ApiNodeCount[];
  readonly images: readonly ApiNodeCount[];
  /** Checks that fail, the most severe first. */
  readonly failing: readonly {
    readonly check: string;
    readonly title: string;
    readonly severity: Severity;
    readonly nodes: number;
  }[];
}

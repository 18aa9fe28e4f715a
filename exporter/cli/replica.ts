import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { ReplicaTerms } from '../cluster/leadership.ts';
import type { Config } from '../config/schema.ts';

/**
 * How this process stands to its replicas. Where it listens is part of its name: whoever can listen there knows that the
 * process before it has ended, and needs not wait for what that one held.
 */
export function replicaTerms({ replicas, listen }: Pick<Config, 'replicas' | 'listen'>): ReplicaTerms {
  const instance = randomUUID();
  // A port that was picked for us was not that of the process before.
  const place = listen.port === 0 ? instance.slice(0, 8) : String(listen.port);
  return {
    replica: { name: replicas.name ?? `${hostname()}:${place}`, instance },
    leaseMs: replicas.lease,
    isAlone: replicas.count === 1,
  };
}

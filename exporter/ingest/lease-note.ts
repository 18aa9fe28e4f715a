import { isRecord } from '../model/record.ts';
import type { ApiClient } from './api-client.ts';
import type { CanaryLease } from './canary.ts';
import { createDeadline } from './deadline.ts';
import type { IngestLog } from './log.ts';
import type { LeaseNote } from './sink.ts';

/** The annotation of our Lease that holds the note. */
export const noteAnnotation = 'plumbline.dev/baseline';

/** Where leases of a namespace are. */
export function leasesPath({ namespace }: CanaryLease): string {
  return `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
}

/** The note in a Lease as the API server returned it. */
export function noteIn(lease: unknown): string | undefined {
  const metadata = isRecord(lease) ? lease['metadata'] : undefined;
  const annotations = isRecord(metadata) ? metadata['annotations'] : undefined;
  const text = isRecord(annotations) ? annotations[noteAnnotation] : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** Reads the note before a cluster is first judged. Waits `withinMs` at most: a start does not hang on it. */
export async function readNote(
  {
    api,
    log,
    lease,
    note,
    withinMs,
  }: {
    readonly api: ApiClient;
    readonly log: IngestLog;
    readonly lease: CanaryLease;
    readonly note: LeaseNote;
    readonly withinMs: number;
  },
  signal: AbortSignal,
): Promise<void> {
  using deadline = createDeadline(signal, withinMs);
  const path = `${leasesPath(lease)}/${lease.name}`;
  const answer = await api.request({ verb: 'get', resource: 'leases', path }, deadline.signal);
  if (answer.ok) {
    const text = noteIn(answer.value.body);
    return text === undefined ? undefined : note.found(text);
  }
  const { code, message } = answer.failure;
  if (code === 404 || signal.aborted) return;
  const error = deadline.expired() ? `no answer within ${withinMs} ms` : message;
  log.warn(
    { lease: `${lease.namespace}/${lease.name}`, code, error },
    'the baseline in the lease could not be read: without it in the store, what is open now becomes the baseline',
  );
}

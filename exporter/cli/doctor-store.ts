import { StoreFailure } from '../findings/store.ts';
import { inspectStore } from '../store/manage.ts';
import type { StoreOptions } from '../store/open-store.ts';
import type { Diagnosis, Examination } from './doctor.ts';

/** Examines where findings are remembered, without changing it. */
export async function examineStore(options: StoreOptions): Promise<Examination> {
  const title = 'store';
  try {
    const report = await inspectStore(options);
    if (report === undefined) {
      const remedy = 'set store.url to a file on a volume, or to a database; without one this is a supported mode';
      const what = 'findings are kept in memory: first-seen times and counters start over at a restart';
      return { title, diagnoses: [{ level: 'note', what, remedy }] };
    }
    const { label, bytes, pending, clusters, notes } = report;
    const size = bytes === undefined ? '' : `, ${(bytes / 1e6).toFixed(1)} MB`;
    const diagnoses: Diagnosis[] = [
      { level: 'ok', what: `${label} can be read${size}` },
      ...notes.map(({ what, remedy }): Diagnosis => ({ level: 'note', what, remedy })),
    ];
    if (pending.length > 0) {
      const remedy = 'it is done when the exporter starts, or by "plumbline store migrate"';
      diagnoses.push({ level: 'note', what: `its schema lacks ${pending.join(', ')}`, remedy });
    }
    for (const { name, id, retired, open, leader } of clusters) {
      const state = retired ? ', retired' : '';
      const led = leader === undefined ? '' : `, led by ${leader}`;
      diagnoses.push({ level: 'ok', what: `remembers ${open} open findings of ${name} (${id})${state}${led}` });
    }
    return { title, diagnoses };
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    // A file that is not there yet is made at the first start.
    const level = error.trouble === 'missing' ? 'note' : 'problem';
    const [what = '', ...remedy] = error.message.split('; ');
    return { title, diagnoses: [{ level, what, ...(remedy.length > 0 && { remedy: remedy.join('; ') }) }] };
  }
}

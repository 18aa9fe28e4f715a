import { firstLine, startScript } from './child.ts';
import { mib, ms, print, ratio } from './figures.ts';

interface Measured {
  readonly count: number;
  readonly milliseconds: number;
  readonly peakBytes: number;
  readonly heapBytes: number;
}

/** (b) First sync of bare pods over HTTP, against client-node's typed list of one page held in memory. */
export async function benchFirstSync(pods = 20_000): Promise<void> {
  const server = startScript('first-sync-server.ts', String(pods));
  try {
    const url = await firstLine(server);
    const typed = await client('typed', url, pods);
    const ours = await client('ours', url, pods);
    const evaluated = await client('evaluated', url, pods);
    const share = ours.peakBytes / typed.peakBytes;
    print(`(b) first sync of ${pods} bare pods over HTTP`, [
      {
        what: 'client-node, typed, one page: peak RSS, time',
        value: `${mib(typed.peakBytes)}, ${ms(typed.milliseconds)}`,
      },
      { what: 'ours: peak RSS, time', value: `${mib(ours.peakBytes)}, ${ms(ours.milliseconds)}` },
      {
        what: 'ours, every check evaluated: peak RSS, time',
        value: `${mib(evaluated.peakBytes)}, ${ms(evaluated.milliseconds)}`,
      },
      {
        what: 'retained heap per pod: typed, ours, evaluated',
        value: [typed, ours, evaluated]
          .map(({ heapBytes }) => `${(heapBytes / pods / 1024).toFixed(1)} KiB`)
          .join(', '),
      },
      { what: 'peak RSS, ours / typed', value: ratio(share), aim: '≤ 0.5', met: share <= 0.5 },
    ]);
  } finally {
    server.kill();
  }
}

async function client(mode: string, url: string, pods: number): Promise<Measured> {
  const child = startScript('first-sync-client.ts', mode, url);
  const measured = JSON.parse(await firstLine(child)) as Measured;
  child.kill();
  if (measured.count !== pods) throw new Error(`${mode}: ${measured.count} of ${pods} pods arrived`);
  return measured;
}

import { createRig, until } from './ingest-rig.ts';

// Run as a process of its own: it can only end by itself when no timer and no socket is left.
await using rig = await createRig();
rig.follow(['ConfigMap', 'Secret', 'Pod'], { canary: { namespace: 'plumbline', name: 'canary' } });
await until(() => rig.server.openWatches === 4);
await rig.stop();
process.stdout.write(`watches left: ${rig.server.openWatches}\n`);

import * as panels from '../panels/changes.ts';
import * as rates from '../panels/rates.ts';
import { deployWindowsOpen, pagesThatFired } from './marks.ts';
import type { Page } from './page.ts';
import { cluster } from './variables.ts';

/** For whoever asks what happened. */
export const changes: Page = {
  id: 'changes',
  title: 'Plumbline / Changes',
  description:
    'What began and ended, what was changed past GitOps, what admission refused, and when changes were announced.',
  from: 'now-7d',
  refresh: '1m',
  variables: [cluster],
  marks: [deployWindowsOpen, pagesThatFired],
  rows: [
    {
      panels: [
        { panel: panels.began, width: 12, height: 8 },
        { panel: panels.ended, width: 12, height: 8 },
      ],
    },
    {
      title: 'Past GitOps',
      panels: [
        { panel: panels.driftTimeline, width: 24, height: 8 },
        { panel: rates.driftWeek, width: 8, height: 8 },
        { panel: panels.driftedNow, width: 8, height: 8 },
        { panel: panels.gitopsShare, width: 8, height: 8 },
      ],
    },
    {
      title: 'Who and when',
      panels: [
        { panel: panels.changedBy, width: 12, height: 8 },
        { panel: panels.deployWindows, width: 12, height: 8 },
        { panel: panels.rejects, width: 12, height: 8 },
        { panel: panels.exemptions, width: 12, height: 8 },
      ],
    },
    { title: 'What it did', panels: [{ panel: panels.scoreDeltas, width: 24, height: 8 }] },
  ],
};

import type { ApiCluster } from '#contract';
import { BaselineSection } from './baseline-section.tsx';
import { DriftSection } from './drift-section.tsx';
import { NewestSection } from './newest-section.tsx';
import { WaiversSection } from './waivers-section.tsx';
import { WindowsSection } from './windows-section.tsx';

/** What changed in a cluster, what was announced, and what is accepted. */
export function ChangesTab({ cluster: all }: { readonly cluster: ApiCluster }) {
  const { name: cluster } = all;
  return (
    <>
      <NewestSection cluster={all} />
      <WindowsSection cluster={cluster} />
      <DriftSection cluster={cluster} />
      <BaselineSection cluster={cluster} />
      <WaiversSection cluster={cluster} />
    </>
  );
}

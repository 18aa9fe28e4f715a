import type { ScanWaiver } from '../contract/scan.ts';
import type { WaiverState } from '../contract/vocabulary.ts';
import { firstOf, type Exempt, type GrantedExemptions } from '../evaluate/exemptions.ts';
import type { Inventory } from '../model/inventory.ts';

/** How states of one waiver in several worlds add up: what accepts anything anywhere is in use. */
const telling: readonly WaiverState[] = ['active', 'expiring', 'refused', 'unused', 'expired'];

/** The waivers of a scan: those that each world is under, and what came of them in all. */
export class ScanWaivers {
  readonly #waiversOf: (cluster: string) => GrantedExemptions;
  readonly #now: number;
  readonly #told = new Map<string, ScanWaiver>();

  constructor(waiversOf: (cluster: string) => GrantedExemptions, now: number) {
    this.#waiversOf = waiversOf;
    this.#now = now;
  }

  /**
   * What is accepted in a world, platform exemptions first. Resources count where a cluster holds them, not where files
   * do: whoever writes manifests would waive what is found in them.
   */
  over(
    cluster: string,
    inventory: Inventory,
    platform: Exempt,
  ): { readonly exempt: Exempt; readonly judged: (uses: ReadonlyMap<string, number>) => void } {
    const waivers = this.#waiversOf(cluster);
    waivers.refresh(inventory.complete ? [] : inventory.list('Waiver'), this.#now);
    return {
      exempt: firstOf(platform, waivers.exempt),
      judged: (uses) => {
        for (const [id, matched] of uses) if (id.startsWith('annotation/')) this.#annotated(id, matched);
        for (const { waiver, state, matched, problem } of waivers.views(uses, this.#now)) {
          const before = this.#told.get(waiver.name);
          const states = before === undefined ? [state] : [state, before.state];
          this.#told.set(waiver.name, {
            name: waiver.name,
            state: telling.find((one) => states.includes(one)) ?? state,
            matched: matched + (before?.matched ?? 0),
            reason: waiver.reason,
            ...(problem === undefined ? { expiresAt: new Date(waiver.expiresAt).toISOString() } : { problem }),
          });
        }
      },
    };
  }

  #annotated(id: string, matched: number): void {
    const name = `annotations of ${id.slice('annotation/'.length)}`;
    const before = this.#told.get(name)?.matched ?? 0;
    const reason = 'On the objects themselves; honoured because `waivers.annotations` says so.';
    this.#told.set(name, { name, state: 'active', matched: before + matched, reason });
  }

  /** Every waiver that any world is under. */
  all(): readonly ScanWaiver[] {
    return [...this.#told.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

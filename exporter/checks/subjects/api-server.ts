import type { ApiServerFacts } from '../../model/control-plane.ts';
import { isRecord } from '../../model/record.ts';
import { atLeast } from '../../model/version.ts';
import { Unseen, type World } from '../../model/world.ts';
import { plain } from '../text.ts';
import { strings } from './field.ts';
import { seenControlPlane } from './control-plane.ts';
import type { FlagRule } from './flag-check.ts';
import type { Flags } from './flags.ts';

/**
 * Whether an admission plugin is called: what is switched on wins over what is switched off, and the old flag
 * `admission-control` over both (`AdmissionOptions` of kube-apiserver).
 */
export function isPluginOn(flags: Flags, plugin: string, onByDefault: boolean): boolean {
  const exactly = flags.list('admission-control');
  if (exactly.length > 0) return exactly.includes(plugin);
  if (flags.list('enable-admission-plugins').includes(plugin)) return true;
  return onByDefault && !flags.list('disable-admission-plugins').includes(plugin);
}

/** Objects where a plugin is not called that is off unless somebody switches it on. */
export function mustEnable(plugin: string): FlagRule {
  return (flags) => (isPluginOn(flags, plugin, false) ? undefined : `--enable-admission-plugins lacks ${plugin}`);
}

/** Objects where a plugin is not called that is on unless somebody switches it off. */
export function mustNotDisable(plugin: string): FlagRule {
  return (flags) => {
    if (isPluginOn(flags, plugin, true)) return undefined;
    return flags.list('admission-control').length > 0
      ? `--admission-control lacks ${plugin}, and --disable-admission-plugins is not asked`
      : `--disable-admission-plugins has ${plugin}`;
  };
}

/**
 * The authorizers of an API server. Without a flag everything is allowed; where a file names them, the metrics of the
 * server may tell which of them decided something. Throws Unseen where neither does.
 */
export function authorizersOf(flags: Flags, wanted: string, world: World): readonly string[] {
  const file = flags.text('authorization-config');
  if (file === undefined) {
    const modes = flags.list('authorization-mode');
    return modes.length > 0 ? modes : ['AlwaysAllow'];
  }
  const active = activeAuthorizers(world);
  // Where roles decide, what would have allowed everything had its turn too.
  if (active.includes(wanted) || (wanted === 'AlwaysAllow' && active.includes('RBAC'))) return active;
  throw new Unseen(`the authorizers stand in the file ${plain(file)}, which no API shows`);
}

function activeAuthorizers(world: World): readonly string[] {
  return strings(factsOf(world)?.authorizers);
}

/** What the metrics of the API server gave away, where they were read. */
export function factsOf(world: World): ApiServerFacts | undefined {
  const facts = seenControlPlane(world)?.facts;
  return isRecord(facts) ? facts : undefined;
}

/** Objects where the API server talks to etcd without these; a socket on the same host needs none. */
export function etcdMustHave(...names: readonly string[]): FlagRule {
  return (flags) => {
    const servers = flags.list('etcd-servers');
    if (servers.length > 0 && servers.every((server) => server.startsWith('unix:'))) return null;
    const missing = names.filter((name) => flags.text(name) === undefined);
    return missing.length === 0 ? undefined : `${missing.map((name) => `--${name}`).join(' and ')} not set`;
  };
}

/** The release whose API server limits its audit log by itself. */
const ownLimits = { major: 1, minor: 37 };

/** Objects where an audit log is kept less than `least`; files only, as standard output and webhooks know no limits. */
export function auditLogMustKeep(name: string, least: number): FlagRule {
  return (flags, { view, world }) => {
    const path = flags.text('audit-log-path');
    if (path === '-' || (path === undefined && flags.text('audit-webhook-config-file') !== undefined)) {
      return null;
    }
    const value = flags.number(name);
    if (value === undefined && flags.text(name) === undefined) {
      const release = view.release ?? (seenControlPlane(world) && world.version);
      // Of a file without a release the newest is no more likely than any other.
      const hasLimits = release !== undefined && atLeast(release, ownLimits.major, ownLimits.minor);
      return hasLimits ? undefined : `--${name} is not set`;
    }
    return value !== undefined && value >= least
      ? undefined
      : `--${name} is ${plain(flags.text(name) ?? '')}, less than ${least}`;
  };
}

/** Seconds of a duration as Go writes it, such as `1m0s`; undefined for what is none. */
export function secondsOf(duration: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:h|m|s|ms|us|µs|ns))+$/.test(duration)) return duration === '0' ? 0 : undefined;
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };
  let seconds = 0;
  for (const [, count = '', unit = ''] of duration.matchAll(/(\d+(?:\.\d+)?)(ms|us|µs|ns|h|m|s)/g)) {
    seconds += Number(count) * (units[unit] ?? 0);
  }
  return seconds;
}

/** Prefixes of stored values by which kube-apiserver tells what encrypted them (`EncryptionConfiguration`). */
const encrypted = /^k8s:enc:(?:aescbc|aesgcm|secretbox|kms):/;

/** Whether metrics showed that Secrets were encrypted on their way into etcd. */
export function encrypts(facts: ApiServerFacts | undefined): boolean {
  return strings(facts?.encryptedBy).some((prefix) => encrypted.test(prefix));
}

/** Objects where Secrets are not encrypted; throws Unseen where a file decides that, and metrics show neither. */
export const mustEncrypt: FlagRule = (flags, { world }) => {
  const file = flags.text('encryption-provider-config');
  if (file === undefined) return '--encryption-provider-config is not set, which encrypts nothing';
  const facts = factsOf(world);
  if (encrypts(facts)) return undefined;
  if (strings(facts?.encryptedBy).includes('identity')) {
    return `--encryption-provider-config is ${plain(file)}, but metrics show Secrets that were written in clear text`;
  }
  throw new Unseen(`which provider comes first stands in the file ${plain(file)}, which no API shows`);
};

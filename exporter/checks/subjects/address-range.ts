import { isIP } from 'node:net';

/** A range of IP addresses; IPv4 in the low 32 bits. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  /** Length of the prefix in bits. */
  readonly length: number;
}

/** Longer text is no address. */
const longest = 64;

/** Reads `10.0.0.0/8`, `fd00::/8` or a single address; undefined for anything else. Bits beyond the prefix are ignored. */
export function addressRange(text: unknown): AddressRange | undefined {
  if (typeof text !== 'string' || text.length > longest) return undefined;
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const family = isIP(address);
  if (family === 0 || address.includes('%')) return undefined;
  const bits = family === 4 ? 32 : 128;
  const prefix = slash < 0 ? `${bits}` : text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) return undefined;
  const length = Number(prefix);
  const value = family === 4 ? ofIPv4(address) : ofIPv6(address);
  const host = BigInt(bits - length);
  return { family: family === 4 ? 4 : 6, first: (value >> host) << host, length };
}

/** Whether every address of `inner` is one of `outer`. */
export function includesRange(outer: AddressRange, inner: AddressRange): boolean {
  if (outer.family !== inner.family || outer.length > inner.length) return false;
  const host = BigInt((outer.family === 4 ? 32 : 128) - outer.length);
  return inner.first >> host === outer.first >> host;
}

/** Whether a text is a range that holds every address of its family. */
export function isEverywhere(text: unknown): boolean {
  return addressRange(text)?.length === 0;
}

const inside = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16', '127.0.0.0/8']
  .concat(['fc00::/7', 'fe80::/10', '::1/128'])
  .flatMap((text) => addressRange(text) ?? []);

/** Whether a text is a range of addresses that the internet does not route. */
export function isPrivate(text: unknown): boolean {
  const range = addressRange(text);
  return range !== undefined && inside.some((outer) => includesRange(outer, range));
}

function ofIPv4(address: string): bigint {
  return address.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function ofIPv6(address: string): bigint {
  // The last 32 bits may be written as an IPv4 address.
  const dotted = /^(.*:)([\d.]+)$/.exec(address);
  if (dotted?.[2]?.includes('.') === true) {
    const low = ofIPv4(dotted[2]);
    return ofIPv6(`${dotted[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`);
  }
  const [head = '', tail] = address.split('::', 2);
  const left = groups(head);
  const right = groups(tail ?? '');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<bigint>(Math.max(0, zeros)).fill(0n), ...right].reduce(
    (value, group) => (value << 16n) | group,
    0n,
  );
}

function groups(text: string): bigint[] {
  return text === '' ? [] : text.split(':').map((group) => BigInt(`0x${group}`));
}

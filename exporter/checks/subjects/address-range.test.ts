import { expect, it } from 'vitest';
import { addressRange, includesRange, isEverywhere, isPrivate } from './address-range.ts';

it.each([
  ['10.0.0.0/8', '10.255.255.255/32', true],
  ['10.0.0.0/8', '11.0.0.0/32', false],
  ['10.1.2.3/8', '10.200.0.0/16', true],
  ['0.0.0.0/0', '169.254.169.254', true],
  ['169.254.169.254/32', '169.254.169.254', true],
  ['169.254.169.254/32', '169.254.169.0/24', false],
  ['0.0.0.0/0', '::1', false],
  ['::/0', 'fd00:ec2::254', true],
  ['fd00:ec2::/32', 'fd00:ec2::254', true],
  ['fd00:ec3::/32', 'fd00:ec2::254', false],
  ['::ffff:0:0/96', '::ffff:192.0.2.1', true],
])('%s includes %s: %s', (outer, inner, result) => {
  const [a, b] = [addressRange(outer), addressRange(inner)];
  expect(a !== undefined && b !== undefined && includesRange(a, b)).toBe(result);
});

it.each(['', '10.0.0.0/33', '10.0.0/8', '::/129', '::/', 'fe80::1%eth0', 'x'.repeat(100), 7, null, undefined])(
  'no range is read from %j',
  (text) => {
    expect(addressRange(text)).toBeUndefined();
  },
);

it.each([
  ['0.0.0.0/0', true],
  ['::/0', true],
  ['0.0.0.0/1', false],
  ['0.0.0.0', false],
])('%s is everywhere: %s', (text, result) => {
  expect(isEverywhere(text)).toBe(result);
});

it.each([
  ['10.2.0.0/16', true],
  ['100.64.1.1', true],
  ['fd12::/16', true],
  ['203.0.113.0/24', false],
  ['10.0.0.0/7', false],
  ['internal', false],
])('%s is private: %s', (text, result) => {
  expect(isPrivate(text)).toBe(result);
});

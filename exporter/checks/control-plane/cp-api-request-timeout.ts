import { secondsOf } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';
import { plain } from '../text.ts';

export const cpApiRequestTimeout = flagCheck({
  id: 'cp-api-request-timeout',
  title: 'Requests may take very long',
  component: 'kube-apiserver',
  risk: { impact: 'operations', ease: 'conditional' },
  frameworks: { cis: ['1.2.20'], mitre: ['T1499'] },
  optional: true,
  because: 'Each slow request holds a place: with a long limit a handful of clients keeps everybody else out.',
  remedy: 'Leave `--request-timeout` at its default of 60 s, or set at most 300 s.',

  flags: ['request-timeout'],
  wanted: { 'request-timeout': '60s' },
  objects: (flags) => {
    const value = flags.text('request-timeout');
    const seconds = value === undefined ? 60 : secondsOf(value);
    return seconds === undefined || seconds > 300
      ? `--request-timeout is ${plain(value ?? '')}, more than 300s`
      : undefined;
  },

  examples: {
    violating: {
      'it is above five minutes': { flags: { 'request-timeout': '5m1s' } },
      'it is an hour': { flags: { 'request-timeout': '1h' } },
      'it is no duration': { flags: { 'request-timeout': 'long' } },
    },
    compliant: {
      'nothing is said, which means a minute': {},
      'it is five minutes': { flags: { 'request-timeout': '300s' } },
      'it is a minute, as Go prints it': { flags: { 'request-timeout': '1m0s' } },
    },
  },
});

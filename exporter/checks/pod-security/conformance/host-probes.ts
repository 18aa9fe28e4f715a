import type { Container, Handler } from '../../../model/pod.ts';
import type { Patch } from '../../patch.ts';
import { never, since, type Case, type ControlCases } from './case.ts';

const fields: Readonly<Record<string, (handler: Patch<Handler>) => Patch<Container>>> = {
  livenessProbe: (handler) => ({ livenessProbe: handler }),
  readinessProbe: (handler) => ({ readinessProbe: handler }),
  startupProbe: (handler) => ({ startupProbe: handler }),
  'lifecycle.postStart': (handler) => ({ lifecycle: { postStart: handler } }),
  'lifecycle.preStop': (handler) => ({ lifecycle: { preStop: handler } }),
};

const forbidden = ['127.0.0.1', 'localhost', '::1', '10.0.0.1', '169.254.169.254', 'internal.example', ' '];
const allowed = ['', null, undefined];

export const hostProbes: ControlCases = {
  control: 'Host Probes / Lifecycle Hooks',
  check: 'pod-host-probes',
  cases: [
    ...Object.entries(fields).flatMap(([name, at]): Case[] => [
      ...forbidden.flatMap((host): Case[] => [
        {
          when: `${name}.httpGet.host is ${JSON.stringify(host)}`,
          container: at({ httpGet: { host, port: 80 } }),
          baseline: since(34),
          restricted: since(34),
        },
        {
          when: `${name}.tcpSocket.host is ${JSON.stringify(host)}`,
          container: at({ tcpSocket: { host, port: 80 } }),
          baseline: since(34),
          restricted: since(34),
        },
      ]),
      ...allowed.flatMap((host): Case[] => [
        {
          when: `${name}.httpGet.host is ${JSON.stringify(host) ?? 'absent'}`,
          container: at({ httpGet: { host, port: 80 } }),
          baseline: never,
          restricted: never,
        },
        {
          when: `${name}.tcpSocket.host is ${JSON.stringify(host) ?? 'absent'}`,
          container: at({ tcpSocket: { host, port: 80 } }),
          baseline: never,
          restricted: never,
        },
      ]),
      { when: `${name} has no handler`, container: at({}), baseline: never, restricted: never },
    ]),
    { when: 'lifecycle is empty', container: { lifecycle: {} }, baseline: never, restricted: never },
    { when: 'lifecycle is null', container: { lifecycle: null }, baseline: never, restricted: never },
    { when: 'a probe is null', container: { livenessProbe: null }, baseline: never, restricted: never },
  ],
};

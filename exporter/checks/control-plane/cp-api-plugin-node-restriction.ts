import { mustEnable } from '../subjects/api-server.ts';
import { flagCheck } from '../subjects/flag-check.ts';

export const cpApiPluginNodeRestriction = flagCheck({
  id: 'cp-api-plugin-node-restriction',
  title: 'Kubelets may change nodes and pods of others',
  component: 'kube-apiserver',
  risk: { impact: 'cluster', ease: 'conditional' },
  frameworks: { cis: ['1.2.14'], nsa: ['admission-control', 'worker-nodes'] },
  because: 'Whoever holds one node can label others, draw sensitive pods to it and write to pods elsewhere.',
  remedy: 'Add NodeRestriction to `--enable-admission-plugins`; it is not on by default.',

  flags: ['enable-admission-plugins'],
  wanted: { 'enable-admission-plugins': 'NodeRestriction' },
  objects: mustEnable('NodeRestriction'),

  examples: {
    violating: {
      'it is not among the plugins': { flags: { 'enable-admission-plugins': 'AlwaysPullImages' } },
      'no plugin is named, and it is off by default': { flags: { 'enable-admission-plugins': undefined } },
      'the API server names none': { seen: { flags: { 'enable-admission-plugins': '[]' } } },
    },
    compliant: {
      'it is among them': { flags: { 'enable-admission-plugins': 'NodeRestriction' } },
      'the API server names it': { seen: { flags: { 'enable-admission-plugins': '[NodeRestriction]' } } },
    },
  },
});

import { Unseen } from '../../model/world.ts';
import { defineCheck } from '../define.ts';
import { words } from '../parameters.ts';
import { setTo } from '../patch.ts';
import { controlPlane, factsIn } from '../subjects/control-plane.ts';
import { strings } from '../subjects/field.ts';
import { kubeadmArguments } from '../subjects/kubeadm.ts';

export const admissionPluginsObserved = defineCheck({
  id: 'admission-plugins-observed',
  title: 'Admission plugin that should be at work is not',
  category: 'cluster',
  risk: { impact: 'cluster', ease: 'contributing' },
  frameworks: { cis: ['1.2.12', '1.2.13', '1.2.14'], nsa: ['admission-control'] },
  because:
    'Without these plugins nodes change what is not theirs, and standards for pods are labels that nobody reads.',
  remedy: 'Enable the plugin; where a provider runs the control plane, ask it why it is off.',
  paste: kubeadmArguments('kube-apiserver', {
    'enable-admission-plugins': 'NodeRestriction',
    'disable-admission-plugins': '',
  }),

  subject: controlPlane,
  fields: ['facts.admissionPlugins'],
  parameters: {
    plugins: words(
      ['NamespaceLifecycle', 'NodeRestriction', 'PodSecurity', 'ServiceAccount'],
      'Plugins that must be at work.',
    ),
  },
  violatedBy(object, _world, { plugins }) {
    const seen = strings(factsIn(object).admissionPlugins);
    // Every write passes through all of them: where one was called, each that is on was.
    if (seen.length === 0) throw new Unseen('no admission plugin has been called since the API server started');
    return plugins
      .filter((plugin) => !seen.includes(plugin))
      .map((plugin) => ({ path: 'facts.admissionPlugins', part: plugin, message: `admissionPlugins lacks ${plugin}` }));
  },

  examples: {
    violating: {
      'one is missing': { facts: { admissionPlugins: ['NamespaceLifecycle', 'PodSecurity', 'ServiceAccount'] } },
      'policy wants another': setTo({ plugins: ['AlwaysPullImages'] }, {}),
    },
    compliant: { 'all were called': {} },
  },
});

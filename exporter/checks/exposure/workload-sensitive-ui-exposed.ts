import type { Offence } from '../../model/verdict.ts';
import { defineCheck } from '../define.ts';
import { yaml } from '../paste.ts';
import { given } from '../patch.ts';
import { adminUiOf } from '../subjects/admin-ui.ts';
import { balancerFor, ingressTo, serviceFor } from '../subjects/exposed.ts';
import { exposureKinds, waysIn, widest } from '../subjects/exposure.ts';
import { containerWith, pod } from '../subjects/pod.ts';
import { quoted } from '../text.ts';

const running = (image: string) => ({
  metadata: { labels: { app: 'app' } },
  spec: { containers: [containerWith({ image })] },
});

export const workloadSensitiveUiExposed = defineCheck({
  id: 'workload-sensitive-ui-exposed',
  title: 'Interface for administrators can be reached from outside',
  category: 'exposure',
  risk: { impact: 'workload', ease: 'direct' },
  frameworks: {
    nsa: ['exposed-interfaces'],
    mitre: ['T1133', 'T1190'],
    microsoft: ['exposed-interfaces'],
  },
  because:
    'Attackers search the internet for exactly these interfaces; many come up without a login, and behind them are commands, data or the cluster itself.',
  remedy: 'Take it off the internet: reach it by port forwarding, a VPN or a proxy that asks for a login of its own.',
  paste: yaml`
    # Reachable in the cluster only: \`kubectl port-forward service/app 8080:80 -n shop\` leads there.
    apiVersion: v1
    kind: Service
    metadata:
      name: app
      namespace: shop
    spec:
      type: ClusterIP
      selector:
        app: app
      ports:
        - port: 80
          targetPort: http
  `,

  subject: pod,
  fields: ['containers.image'],
  reads: exposureKinds,
  violatedBy(candidate, world) {
    let offences: Offence[] | undefined;
    for (const view of candidate.containers) {
      if (view.role !== 'containers') continue;
      const ui = adminUiOf(view);
      if (ui === undefined) continue;
      const way = widest(waysIn(candidate, world));
      if (way === undefined) return false;
      (offences ??= []).push({
        path: `${view.path}.image`,
        container: view.name,
        message: `container ${quoted(view.name)}: the image is ${ui.name}, which ${ui.gives}, reached through ${way.words}`,
      });
    }
    return offences ?? 'not_applicable';
  },

  examples: {
    violating: {
      'the dashboard of Kubernetes has an Ingress': given(
        running('docker.io/kubernetesui/dashboard:v2.7.0'),
        serviceFor({}),
        ingressTo('app'),
      ),
      'Jenkins has a load balancer': given(running('jenkins/jenkins:2.528-lts'), balancerFor({})),
      'Argo CD has a node port': given(running('quay.io/argoproj/argocd:v3.2.1'), serviceFor({ type: 'NodePort' })),
      'Ray has a load balancer': given(running('rayproject/ray:2.52.0-gpu'), balancerFor({})),
      'Jupyter has an Ingress': given(running('quay.io/jupyter/base-notebook'), serviceFor({}), ingressTo('app')),
      'a registry of the company mirrors Grafana': given(
        running('registry.example:5000/mirror/grafana/grafana:12.3.0'),
        balancerFor({}),
      ),
    },
    compliant: {
      'it is for the cluster only': given(running('quay.io/argoproj/argocd:v3.2.1'), serviceFor({})),
      'the load balancer is inside': given(
        running('grafana/grafana:12.3.0'),
        balancerFor({ loadBalancerIP: '10.0.0.7' }),
      ),
    },
    notApplicable: {
      'the program is none of these': given(running('registry.example/team/shop:1.4.2'), balancerFor({})),
      'the name only begins like one': given(running('grafana/promtail:3.5.8'), balancerFor({})),
      'a sidecar of another name': given(running('quay.io/prometheus/node-exporter:v1.10.2'), balancerFor({})),
    },
  },
});

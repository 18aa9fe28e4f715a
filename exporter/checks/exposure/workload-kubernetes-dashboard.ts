import { defineCheck } from '../define.ts';
import { container } from '../subjects/container.ts';

const dashboard = /(?:^|\/)kubernetesui\/dashboard(?:-[a-z]+)?$|(?:^|\/)kubernetes-dashboard(?:-amd64)?$/;

export const workloadKubernetesDashboard = defineCheck({
  id: 'workload-kubernetes-dashboard',
  title: 'Kubernetes Dashboard is deployed',
  category: 'exposure',
  optional: true,
  risk: { impact: 'cluster', ease: 'contributing' },
  frameworks: { gke: ['5.10.1'], nsa: ['exposed-interfaces'], microsoft: ['exposed-interfaces'] },
  because:
    'The project is archived and gets no fixes, and its service account has often been given far more than it needs: whoever finds a way in works on the cluster.',
  remedy: 'Uninstall it; use kubectl, or an interface that runs with the rights of whoever uses it.',

  subject: container,
  fields: ['image'],
  violatedBy: ({ image }) => image !== undefined && dashboard.test(image.path),

  examples: {
    violating: {
      'the image is that of release 2': { image: 'docker.io/kubernetesui/dashboard:v2.7.0' },
      'the image is a part of release 7': { image: 'docker.io/kubernetesui/dashboard-web:1.7.0' },
      'the image is from the old registry': { image: 'k8s.gcr.io/kubernetes-dashboard-amd64:v1.10.1' },
    },
    compliant: {
      'the image is another': { image: 'registry.example/team/dashboard:1.0.0' },
      'the metrics scraper is a part that serves nobody': { image: 'kubernetesui/metrics-scraper:v1.0.9' },
      'the image is null': { image: null },
    },
  },
});

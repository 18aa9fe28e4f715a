import type { ContainerView } from './pod-view.ts';

/** A program with an interface that nobody but its administrators should reach. */
export interface AdminUi {
  readonly name: string;
  /** What its interface gives to whoever reaches it, without a login or past a weak one. */
  readonly gives: string;
  /** Matched against the end of the path of an image, without its registry. */
  readonly image: RegExp;
}

const code = 'runs code for whoever reaches it';
const data = 'shows and changes data';
const cluster = 'works on the cluster with its own rights';
const insight = 'shows how everything is built and run';

/** Interfaces that attackers look for, because many are set up without a login. */
const known: readonly AdminUi[] = [
  {
    name: 'Kubernetes Dashboard',
    gives: cluster,
    image: /(?:^|\/)kubernetesui\/dashboard(?:-[a-z]+)?$|(?:^|\/)kubernetes-dashboard(?:-amd64)?$/,
  },
  { name: 'Headlamp', gives: cluster, image: /(?:^|\/)headlamp$/ },
  { name: 'Rancher', gives: cluster, image: /(?:^|\/)rancher\/rancher$/ },
  { name: 'Portainer', gives: cluster, image: /(?:^|\/)portainer(?:-ce|-ee)?$/ },
  { name: 'Weave Scope', gives: cluster, image: /(?:^|\/)weaveworks\/scope$/ },
  { name: 'Argo CD', gives: cluster, image: /(?:^|\/)argocd(?:-[a-z]+)?$/ },
  { name: 'Argo Workflows', gives: code, image: /(?:^|\/)argocli$/ },
  { name: 'Tekton Dashboard', gives: code, image: /(?:^|\/)tekton\/dashboard$|tektoncd\/dashboard\/cmd\/dashboard/ },
  {
    name: 'Kubeflow',
    gives: code,
    image: /(?:^|\/)(?:kubeflow|kubeflownotebookswg)\/(?:centraldashboard|jupyter-web-app|notebook-controller)$/,
  },
  { name: 'Longhorn', gives: data, image: /(?:^|\/)longhorn-ui$/ },
  { name: 'Jenkins', gives: code, image: /(?:^|\/)jenkins(?:\/jenkins)?$/ },
  { name: 'Airflow', gives: code, image: /(?:^|\/)airflow$/ },
  {
    name: 'Jupyter',
    gives: code,
    image: /(?:^|\/)(?:jupyter\/[a-z-]+-notebook|jupyter-notebook|jupyterhub|jupyterlab|k8s-hub)$/,
  },
  { name: 'Ray', gives: code, image: /(?:^|\/)rayproject\/ray(?:-ml|-llm)?$/ },
  { name: 'Spark', gives: code, image: /(?:^|\/)(?:apache\/spark|bitnami\/spark|spark-master)$/ },
  { name: 'Flink', gives: code, image: /(?:^|\/)flink$/ },
  { name: 'MLflow', gives: data, image: /(?:^|\/)mlflow$/ },
  { name: 'Selenium', gives: code, image: /(?:^|\/)selenium\/(?:hub|standalone-[a-z]+)$/ },
  { name: 'n8n', gives: code, image: /(?:^|\/)n8n$/ },
  { name: 'ComfyUI', gives: code, image: /(?:^|\/)comfyui$/ },
  { name: 'code-server', gives: code, image: /(?:^|\/)code-server$/ },
  { name: 'vLLM', gives: 'spends accelerators for whoever reaches it', image: /(?:^|\/)vllm(?:-openai)?$/ },
  { name: 'Ollama', gives: 'spends accelerators for whoever reaches it', image: /(?:^|\/)ollama$/ },
  {
    name: 'Triton Inference Server',
    gives: 'spends accelerators for whoever reaches it',
    image: /(?:^|\/)tritonserver$/,
  },
  { name: 'Prometheus', gives: insight, image: /(?:^|\/)(?:prom|prometheus)\/prometheus$/ },
  { name: 'Alertmanager', gives: insight, image: /(?:^|\/)(?:prom|prometheus)\/alertmanager$/ },
  { name: 'Grafana', gives: insight, image: /(?:^|\/)grafana\/grafana(?:-oss|-enterprise)?$/ },
  { name: 'Kibana', gives: data, image: /(?:^|\/)kibana$/ },
  { name: 'OpenSearch Dashboards', gives: data, image: /(?:^|\/)opensearch-dashboards$/ },
  { name: 'Kiali', gives: insight, image: /(?:^|\/)kiali$/ },
  { name: 'Hubble', gives: insight, image: /(?:^|\/)hubble-ui(?:-backend)?$/ },
  { name: 'Jaeger', gives: insight, image: /(?:^|\/)jaegertracing\/(?:all-in-one|jaeger|jaeger-query)$/ },
  { name: 'Consul', gives: insight, image: /(?:^|\/)(?:hashicorp|library)\/consul$/ },
  { name: 'phpMyAdmin', gives: data, image: /(?:^|\/)phpmyadmin$/ },
  { name: 'pgAdmin', gives: data, image: /(?:^|\/)pgadmin4$/ },
  { name: 'Adminer', gives: data, image: /(?:^|\/)adminer$/ },
  { name: 'mongo-express', gives: data, image: /(?:^|\/)mongo-express$/ },
  { name: 'Redis Commander', gives: data, image: /(?:^|\/)redis-commander$/ },
  { name: 'Kafka UI', gives: data, image: /(?:^|\/)(?:kafka-ui|kafdrop|akhq)$/ },
  { name: 'RabbitMQ Management', gives: data, image: /(?:^|\/)rabbitmq-management$/ },
];

/** All of them in one expression: most images are none, and one test says so. */
const anyKnown = new RegExp(known.map(({ image }) => image.source).join('|'));

/** The interface that a container serves, as far as its image tells. */
export function adminUiOf({ image }: ContainerView): AdminUi | undefined {
  if (image === undefined || !anyKnown.test(image.path)) return undefined;
  return known.find((one) => one.image.test(image.path));
}

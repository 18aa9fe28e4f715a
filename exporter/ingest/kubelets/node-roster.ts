import type { KubeObject } from '../../model/object.ts';
import { at, records } from '../../model/record.ts';
import type { ClusterSink } from '../sink.ts';

/** Where the kubelet of a node listens. */
export interface KubeletAddress {
  readonly node: string;
  /** IP address or host name; undefined where the node does not say. */
  readonly host: string | undefined;
  readonly port: number;
}

const usualPort = 10_250;

/** The nodes that a source delivers, noted in passing: their list need not be asked for a second time. */
export interface NodeRoster {
  /** The sink, with nodes noted on their way into it. */
  readonly sink: ClusterSink;
  /** Undefined until nodes were listed. */
  readonly addresses: () => readonly KubeletAddress[] | undefined;
}

/** Notes the nodes that pass into a sink. */
export function createNodeRoster(sink: ClusterSink): NodeRoster {
  const nodes = new Map<string, KubeletAddress>();
  let isListed = false;
  const note = (object: KubeObject) => nodes.set(object.metadata.name, addressOf(object));
  return {
    sink: {
      identified: (identity) => sink.identified(identity),
      status: (kind, status, reason) => sink.status(kind, status, reason),
      replaced(kind, observed, moment) {
        if (kind === 'Node') {
          isListed = true;
          nodes.clear();
          for (const { object } of observed) note(object);
        }
        sink.replaced(kind, observed, moment);
      },
      put(observed, moment) {
        if (observed.kind === 'Node') note(observed.object);
        sink.put(observed, moment);
      },
      removed(kind, namespace, name, moment) {
        if (kind === 'Node') nodes.delete(name);
        sink.removed(kind, namespace, name, moment);
      },
      contact: (kind, when) => sink.contact(kind, when),
      lost: (reason) => sink.lost(reason),
      passedOver: (reason, detail) => sink.passedOver(reason, detail),
      canary: (seconds) => sink.canary(seconds),
    },
    addresses: () => (isListed ? [...nodes.values()] : undefined),
  };
}

/** As the API server chooses it for its own requests to kubelets, but the name that DNS may not know comes last. */
const preferred = ['InternalIP', 'InternalDNS', 'Hostname', 'ExternalIP', 'ExternalDNS'];

function addressOf(node: KubeObject): KubeletAddress {
  const known = records(at(node, 'status', 'addresses'));
  const addresses = preferred.flatMap((type) => known.filter((one) => one['type'] === type));
  const host = addresses.map((one) => one['address']).find((address) => typeof address === 'string' && address !== '');
  const port = at(node, 'status', 'daemonEndpoints', 'kubeletEndpoint', 'Port');
  return {
    node: node.metadata.name,
    host: typeof host === 'string' ? host : undefined,
    port: typeof port === 'number' && port > 0 ? port : usualPort,
  };
}

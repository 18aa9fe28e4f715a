import type { ControlPlaneFields } from '../../model/control-plane.ts';
import type { Subject } from '../define.ts';
import { node, type NodeFields } from './node.ts';
import type { Whole } from './whole.ts';

type Fields = NodeFields & ControlPlaneFields;

/** Everything that tells which releases run: nodes, and the control plane. */
export const versioned: Subject<Whole<Fields>, Fields, NodeFields> = {
  ...node,
  name: 'node or control plane',
  kinds: ['Node', 'ControlPlane'],
  of: (judged) => [judged.object],
  at: (judged) => judged.object,
};

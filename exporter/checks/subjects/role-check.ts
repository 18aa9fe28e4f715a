import type { PolicyRule } from '../../model/access.ts';
import type { KindName } from '../../model/kinds.ts';
import type { KubeObject } from '../../model/object.ts';
import type { Offence } from '../../model/verdict.ts';
import type { World } from '../../model/world.ts';
import { defineCheck, type Check, type Subject } from '../define.ts';
import type { FrameworkRefs } from '../frameworks/index.ts';
import type { Given, Patch } from '../patch.ts';
import type { Risk } from '../risk.ts';
import { clipped } from '../text.ts';
import { role, type RoleFields } from './access.ts';
import { isSet } from './field.ts';
import { rulesOf } from './grants.ts';
import { holdersInWords, isEffective, reachOfObject, type Reach } from './reach.ts';
import { isShippedRule } from './shipped-rules.ts';
import { grantOf, right, type Right, type RightSpec } from './rights.ts';
import type { Whole } from './whole.ts';

/** Kinds that checks of roles ask the world for: whether a rule is of any use hangs on who is bound. */
export const bindingKinds = ['ClusterRoleBinding', 'RoleBinding'] as const;

interface RoleCheckSpec<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly risk: Risk;
  readonly frameworks: FrameworkRefs;
  readonly because: string;
  readonly remedy: string;
  readonly paste?: string;
  readonly optional?: boolean;
  /** What roles must not allow; one of them is enough. */
  readonly rights: readonly RightSpec[];
  /** Roles that are fine whatever their rules allow. */
  readonly except?: (role: KubeObject, world: World) => boolean;
  /** Roles and ClusterRoles unless told otherwise. */
  readonly subject?: Subject<Whole<RoleFields>, RoleFields>;
  /** Kinds that `when` of a right asks for. */
  readonly reads?: readonly KindName[];
  readonly examples: {
    readonly violating: Examples;
    readonly compliant: Examples;
  };
}

type Examples = Readonly<Record<string, Patch<RoleFields> | Given<RoleFields>>>;

/** A check of what roles allow, with the rights that it objects to. */
export interface RoleCheck<Id extends string = string> extends Check<Id> {
  readonly rights: readonly Right[];
}

/**
 * Defines a check of what the rules of a role allow, as the RBAC authorizer reads them. It objects once to a role, at
 * the first rule that allows any of `rights` and that Kubernetes does not ignore, and says who holds it.
 */
export function defineRoleCheck<const Id extends string>(spec: RoleCheckSpec<Id>): RoleCheck<Id> {
  const { rights: specs, except, subject = role, reads = [], ...described } = spec;
  const rights = specs.map(right);
  const check = defineCheck({
    ...described,
    category: 'rbac',
    subject,
    fields: ['rules'],
    reads: [...bindingKinds, ...reads],
    violatedBy(object, world) {
      const offence = rightOffence(object, rights, world);
      return offence === undefined || except?.(object, world) === true ? false : offence;
    },
  });
  return { ...check, rights };
}

/** The offence of a role whose rules allow one of some rights; undefined when none does, or to no effect. */
function rightOffence(object: KubeObject, rights: readonly Right[], world: World): Offence | undefined {
  let reach: Reach | undefined;
  return firstOffence(object, world, (rule) => {
    for (const wanted of rights) {
      const granted = grantOf(rule, wanted, world);
      if (granted === undefined) continue;
      reach ??= reachOfObject(object, world);
      if (isEffective(wanted, object, reach)) return `grants ${granted}`;
    }
    return undefined;
  });
}

/** The offence of a role at its first rule of which `offends` says that it has too wide a wildcard. */
export function ruleOffence(
  object: KubeObject,
  offends: (rule: PolicyRule) => boolean,
  says: string,
  world: World,
): Offence | false {
  return firstOffence(object, world, (rule) => (isSet(rule) && offends(rule) ? says : undefined)) ?? false;
}

/** One offence for the whole role: at a rule that somebody wrote, if there is one, rather than at what Kubernetes ships. */
function firstOffence(
  object: KubeObject,
  world: World,
  says: (rule: PolicyRule | null | undefined) => string | undefined,
): Offence | undefined {
  const rules = rulesOf(object);
  let shipped: Offence | undefined;
  for (let index = 0; index < rules.length; index++) {
    const said = says(rules[index]);
    if (said === undefined) continue;
    const isShipped = isShippedRule(object, rules[index]);
    if (isShipped && shipped !== undefined) continue;
    const offence = roleOffence(index, said, reachOfObject(object, world));
    if (!isShipped) return offence;
    shipped = offence;
  }
  return shipped;
}

function roleOffence(index: number, says: string, reach: Reach): Offence {
  const path = `rules[${index}]`;
  return { path, part: 'rules', message: clipped(`${path} ${says}${holdersInWords(reach)}`) };
}

import { serviceAccountUser, subjectIndexValue } from '../../model/inventory.ts';

/** Somebody who calls the API, by the names that authentication gives. */
export interface Identity {
  readonly user: string;
  readonly groups: readonly string[];
}

/** The group whose members the API server asks nothing: not even RBAC can take a right from them. */
export const masters = 'system:masters';

/** A service account as its token names it: with the groups of all, of those of its namespace, and of everybody. */
export function serviceAccountIdentity(namespace: string, name: string): Identity {
  return {
    user: serviceAccountUser(namespace, name),
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  };
}

/** The values of the index `bindings-of-subject` that together hold every binding of an identity. */
export function subjectsOfIdentity({ user, groups }: Identity): readonly string[] {
  return [subjectIndexValue('User', user), ...groups.map((group) => subjectIndexValue('Group', group))];
}

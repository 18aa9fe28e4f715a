/** Labels by which a namespace asks the Pod Security admission of the API server to hold its pods to a standard. */
export const enforceLabel = 'pod-security.kubernetes.io/enforce';
export const enforceVersionLabel = 'pod-security.kubernetes.io/enforce-version';

export type Level = 'privileged' | 'baseline' | 'restricted';

type Labels = Readonly<Record<string, string>>;

/**
 * The standard that the labels of a namespace enforce; undefined without the label. Like the admission itself, a word
 * that is none of the three counts as the strictest (ParseLevel of pod-security-admission fails closed).
 */
export function enforcedLevel(labels: Labels | null | undefined): Level | undefined {
  const level = labels?.[enforceLabel];
  if (level === undefined || level === null) return undefined;
  return level === 'privileged' || level === 'baseline' ? level : 'restricted';
}

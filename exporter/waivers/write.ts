import { stringify } from 'yaml';
import { waiverApiVersion, type WaiverSpec } from './schema.ts';

/** What a waiver says, before its dates are read. */
export type WaiverText = { readonly name: string; readonly spec: WaiverSpec };

/** Where a waiver is best kept in the repository that holds all of them. */
export function pathOf(name: string): string {
  return `waivers/${name}.yaml`;
}

/** A waiver as a file, which can be applied to a cluster as it is too. */
export function fileText({ name, spec }: WaiverText): string {
  const { checks, frameworks, match, ...rest } = spec;
  const ordered = {
    ...(checks.length > 0 && { checks }),
    ...(frameworks.length > 0 && { frameworks }),
    ...(Object.keys(match).length > 0 && { match }),
    ...rest,
  };
  const document = { apiVersion: waiverApiVersion, kind: 'Waiver', metadata: { name }, spec: ordered };
  // Readers of YAML 1.1 take plain dates for moments, and a plain `no` for false: what they would misread is quoted.
  return stringify(document, { lineWidth: 100, version: '1.1', singleQuote: true });
}

/** A pull request that adds a waiver: what whoever approves it has to know. */
export function pullRequestOf(
  { name, spec }: WaiverText,
  accepts: number,
): {
  readonly branch: string;
  readonly title: string;
  readonly body: string;
} {
  const about = [...spec.checks, ...spec.frameworks].join(', ');
  const facts = [
    `- checks: ${about}`,
    `- type: ${spec.type}`,
    `- until: ${spec.expiresAt}`,
    `- requested by: ${spec.requester}`,
    `- to be approved by: ${spec.approver}, and by nobody else than the approver by merging this`,
    ...(spec.ticket === undefined ? [] : [`- ticket: ${spec.ticket}`]),
    `- open findings that it accepts today: ${accepts}`,
  ];
  const quoted = spec.reason.split('\n').map((line) => `> ${line}`);
  return {
    branch: `waiver/${name}`,
    title: `Waive ${about.length > 60 ? `${about.slice(0, 59)}…` : about} until ${spec.expiresAt.slice(0, 10)}`,
    body: [...quoted, '', ...facts, '', 'Its findings count again when it ends.', ''].join('\n'),
  };
}

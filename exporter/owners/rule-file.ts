import { z } from 'zod';
import { ConfigError } from '../config/load.ts';
import { readBy, yamlDocuments } from '../config/yaml-file.ts';
import { teamName } from './marks.ts';

const told = z.string().trim().min(1).max(200);

/** Each is a series of its own in the metrics. */
const mostTeams = 500;

const contactSchema = z.strictObject({
  slack: told.optional(),
  escalation: told.optional(),
  runbook: z
    .url({ protocol: /^https?$/, error: 'is not a link; write one that begins with https://' })
    .max(200)
    .optional(),
  email: z.email({ error: 'is not an address; write one such as team@example.com' }).max(200).optional(),
});

const owner = z.string().transform((text, context) => {
  const name = teamName(text.replace(/^@/, ''));
  if (name !== undefined) return name;
  context.addIssue({ code: 'custom', message: `"${text}" is no name of a team; write one such as storefront` });
  return z.NEVER;
});

/** `cluster/namespace/kind/name`; what is left out at the end is anything. */
const pattern = z
  .string()
  .min(1, 'is empty; write cluster/namespace/kind/name, with * for anything')
  .refine((text) => text.split('/').length <= 4, {
    error: 'has more than four parts; write cluster/namespace/kind/name',
  });

const selector = z.record(z.string().min(1), z.union([z.string(), z.array(z.string()).min(1)]));

const ruleSchema = z.strictObject({
  match: pattern,
  owner,
  /** Labels that the object must have, each with one value or one of several; `*` is any value. */
  labels: selector.optional(),
  /** The same of its namespace. */
  namespaceLabels: selector.optional(),
});

/** A file of owners: how teams are reached, and rules of which the last that matches counts. */
export const ownersSchema = z.strictObject({
  teams: z
    .record(z.string().min(1), contactSchema)
    .default({})
    .refine((teams) => Object.keys(teams).length <= mostTeams, {
      error: `has more than ${mostTeams} teams; leave out those that own nothing`,
    }),
  rules: z.array(ruleSchema).default([]),
});

export type OwnerRule = z.output<typeof ruleSchema>;
export type OwnersFile = z.output<typeof ownersSchema>;

/** No file: nobody is named by rules. */
export const noOwnersFile: OwnersFile = { teams: {}, rules: [] };

/** Reads the text of a file of owners. Throws ConfigError that names file, line, field and remedy. */
export function parseOwners(file: string, text: string): OwnersFile {
  const [document, second] = yamlDocuments(file, text);
  if (document === undefined) return noOwnersFile;
  if (second !== undefined) {
    throw new ConfigError(`${file}:${second.lineOf([])}: the document: is a second one; put all rules into the first`);
  }
  return readBy(ownersSchema, file, document);
}

/** The auditor's policy: what is asked, how strictly, and what the organisation asks on top of the standard. */
import { z } from 'zod';
import { date, insidePath, itemId, sentence } from './common.ts';

const keyPath = z.string().min(1).max(200).meta({ description: 'keys joined by dots, such as package.license' });
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const valueCheck = z.strictObject({
  file: insidePath,
  key: keyPath,
  equals: scalar.optional(),
  'one-of': z.array(scalar).min(1).optional(),
});

const workflowStep = z
  .strictObject({
    uses: z
      .string()
      .regex(/^[\w.-]+\/[\w./-]+$/, 'must be an action, such as owner/name, without its version')
      .optional(),
    runs: z
      .string()
      .regex(/^\S+(?: \S+)*$/, 'must be a program and words that follow it, such as cargo deny check')
      .max(200)
      .optional()
      .meta({ description: 'a program and words among its arguments, in this order' }),
    on: z
      .array(z.enum(['push', 'tag', 'release', 'pull_request', 'merge_group', 'schedule']))
      .min(1)
      .optional()
      .meta({ description: 'on one of these; by default whenever CI starts by itself' }),
  })
  .refine(({ uses, runs }) => (uses === undefined) !== (runs === undefined), 'needs either uses or runs');

const dependency = z.strictObject({
  name: z
    .string()
    .regex(/^[\w*?-]+$/, 'must be the name of a crate, with * and ? as in globs')
    .max(100),
  kinds: z
    .array(z.enum(['normal', 'dev', 'build']))
    .min(1)
    .optional()
    .meta({ description: 'all of them by default' }),
});
const transitive = { description: 'look into Cargo.lock too' };

/** Each kind is one predicate, the same that the built-in rules use. None can name a command, a URL or a path outside. */
export const declarativeCheck = z.union([
  z.strictObject({ 'file-exists': insidePath.meta({ description: 'a path or glob' }) }),
  z.strictObject({ 'file-absent': insidePath }),
  z.strictObject({ 'file-contains': z.strictObject({ file: insidePath, text: z.string().min(1).max(1000) }) }),
  z.strictObject({ heading: z.strictObject({ file: insidePath, title: z.string().min(1).max(200) }) }),
  z.strictObject({ toml: valueCheck }),
  z.strictObject({ yaml: valueCheck }),
  z.strictObject({ json: valueCheck }),
  z.strictObject({ 'workflow-step': workflowStep }),
  z.strictObject({ 'dependency-present': dependency }),
  z.strictObject({ 'dependency-banned': dependency.extend({ transitive: z.boolean().optional().meta(transitive) }) }),
]);

const ownRule = z.strictObject({
  id: itemId.refine((id) => id.startsWith('policy/'), 'must begin with policy/'),
  text: sentence,
  why: sentence,
  fix: sentence,
  check: declarativeCheck,
});

const level = z.enum(['required', 'advisory', 'off']).meta({
  description: 'required counts; advisory is shown and does not fail the run; off is not asked, and the report says so',
});

export const policySchema = z
  .strictObject({
    version: z.literal(1),
    extends: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .meta({ description: 'local policy files, relative to this one; what stands here wins' }),
    items: z
      .record(z.string().regex(/^[a-z][a-z0-9-]*(?:\/[a-z][a-z0-9-]*)?$/, 'must be an item or a group'), level)
      .optional(),
    thresholds: z
      .strictObject({
        coverage: z.number().min(80, 'can only be raised above the standard’s 80').max(100).optional(),
      })
      .optional(),
    licences: z.array(z.string().min(1)).min(1).optional().meta({ description: 'SPDX ids that a module may have' }),
    commits: z
      .strictObject({
        types: z
          .array(z.string().regex(/^[a-z]+$/i))
          .min(1)
          .optional(),
        since: z.string().min(1).max(100).optional().meta({ description: 'a tag or commit; only later ones count' }),
      })
      .optional(),
    'linear-history': z.strictObject({ since: z.union([date, z.string().min(1).max(100)]) }).optional(),
    exclude: z.array(insidePath).max(100).optional(),
    'critical-paths': z.array(sentence).max(100).optional(),
    waivers: z
      .strictObject({ allow: z.boolean().optional(), 'max-days': z.int().min(1).max(3650).optional() })
      .optional(),
    attestations: z.strictObject({ allow: z.boolean().optional() }).optional(),
    rules: z.array(ownRule).max(200).optional(),
  })
  .meta({ title: 'cim-ready policy' });

export type Policy = z.infer<typeof policySchema>;
export type PolicyLevel = z.infer<typeof level>;
export type DeclarativeCheck = z.infer<typeof declarativeCheck>;
export type WorkflowStepCheck = z.infer<typeof workflowStep>;
export type DependencyCheck = z.infer<typeof dependency> & { readonly transitive?: boolean | undefined };
export type OwnRule = z.infer<typeof ownRule>;

/** The repository's own file: it can add waivers and attestations, name critical paths and coverage reports, and nothing else. */
import { z } from 'zod';
import { date, insidePath, itemId, sentence } from './common.ts';

export const waiverSchema = z
  .strictObject({
    item: itemId,
    reason: sentence.meta({ description: 'why the finding is accepted for now' }),
    by: sentence.meta({ description: 'who accepts it' }),
    until: date.meta({ description: 'the last day on which it holds' }),
    path: insidePath.optional().meta({ description: 'only findings in files that match this glob' }),
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{16}$/, 'must be the 16 hexadecimal digits that a report shows')
      .optional()
      .meta({ description: 'only this one finding' }),
  })
  .meta({ description: 'a finding that is accepted for now; it is shown as waived, never as passed' });

export const attestationSchema = z
  .strictObject({
    item: itemId,
    by: sentence.meta({ description: 'who looked: a name or an @handle' }),
    date: date.meta({ description: 'when' }),
    version: z
      .string()
      .regex(/^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/, "must be the module's version, such as 1.2.0")
      .meta({ description: 'of which version; it holds for that minor version' }),
    evidence: z.string().min(1).max(400).meta({ description: 'a link, or a path that exists in the module' }),
    note: sentence.optional(),
    start: date.optional().meta({ description: 'review/community-feedback: first day of the period' }),
    end: date.optional().meta({ description: 'review/community-feedback: last day of the period' }),
    place: sentence.optional().meta({ description: 'where it was tested or discussed' }),
  })
  .meta({ description: 'the word of a person where a program can only gather evidence' });

export const repositoryFileSchema = z
  .strictObject({
    version: z.literal(1),
    waivers: z.array(waiverSchema).max(500).default([]),
    attestations: z.array(attestationSchema).max(500).default([]),
    'critical-paths': z.array(sentence).max(100).default([]),
    coverage: z.array(insidePath).max(20).default([]).meta({ description: 'where coverage reports are' }),
  })
  .meta({ title: 'cim-ready repository file (.cim-ready.yaml)' });

export type Waiver = z.infer<typeof waiverSchema>;
export type Attestation = z.infer<typeof attestationSchema>;
export type RepositoryFile = z.infer<typeof repositoryFileSchema>;

/** The report's schema: public interface, versioned. Loaded only where a report is read or the schema is printed. */
import { z } from 'zod';

export const reportSchemaVersion = 1;

const place = {
  path: z.string().optional().meta({ description: 'relative to the module, with /' }),
  line: z.int().positive().optional(),
  column: z.int().positive().optional().meta({ description: 'in UTF-16 code units, from 1' }),
  endLine: z.int().positive().optional(),
};

const evidence = z.object({
  message: z.string(),
  ...place,
  note: z.literal(true).optional().meta({ description: 'worth knowing, but does not decide the verdict' }),
  waived: z.literal(true).optional().meta({ description: 'covered by a waiver that holds' }),
  fingerprint: z.string().optional().meta({ description: 'of a finding: item, path and words, not the line' }),
});

const waiver = z
  .object({
    reason: z.string(),
    by: z.string(),
    until: z.string(),
    path: z.string().optional(),
    fingerprint: z.string().optional(),
    line: z.int().positive().optional().meta({ description: 'in the repository file' }),
    state: z.enum(['holds', 'partial', 'expired', 'too-long']),
  })
  .meta({ description: 'holds: every finding is covered, and the item counts as waived; else the item still fails' });

const attestation = z.object({
  by: z.string(),
  date: z.string(),
  version: z.string(),
  evidence: z.string(),
  note: z.string().optional(),
  line: z.int().positive().optional().meta({ description: 'in the repository file' }),
  state: z.enum(['holds', 'outdated', 'contradicted', 'unresolved']),
});

export const verdictWords = ['pass', 'fail', 'review', 'open', 'notApplicable', 'error'] as const;

const item = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/),
  text: z.string().meta({ description: "the standard's own words" }),
  verdict: z.enum(verdictWords),
  evidence: z.array(evidence).meta({ description: 'the first is the headline' }),
  fix: z.string().optional(),
  metrics: z.record(z.string(), z.number()).optional(),
  level: z.literal('advisory').optional().meta({ description: 'shown, but does not fail the run' }),
  waiver: waiver.optional(),
  attestation: attestation.optional(),
});

const counts = z.object({
  items: z.int().meta({ description: 'items judged by this run' }),
  applicable: z.int(),
  pass: z.int(),
  fail: z.int(),
  review: z.int(),
  open: z.int(),
  notApplicable: z.int(),
  error: z.int(),
  waived: z.int().meta({ description: 'fail, and accepted for now; not counted under fail' }),
  attested: z.int().meta({ description: 'counted under pass' }),
});

export const reportSchema = z
  .object({
    schemaVersion: z.literal(reportSchemaVersion),
    tool: z.object({ name: z.literal('cim-ready'), version: z.string() }),
    standard: z.object({
      title: z.string(),
      items: z.int(),
      groups: z.array(z.object({ slug: z.string(), section: z.string(), title: z.string() })),
    }),
    module: z.object({
      name: z.string(),
      version: z.string().optional(),
      kind: z.string().meta({ description: 'what was found: crate, workspace, template …' }),
      repository: z.string().optional().meta({ description: 'where the forge shows it, when the remote is known' }),
      folder: z.string().optional().meta({ description: 'path of the module inside its repository' }),
    }),
    head: z.string().optional().meta({ description: 'full hash of the commit that was judged' }),
    summary: counts,
    notes: z.array(evidence).meta({ description: 'what the run itself has to say: files left out, bounds, waivers' }),
    items: z.array(item),
  })
  .meta({ id: 'report' });

export const reportsSchema = z.object({
  schemaVersion: z.literal(reportSchemaVersion),
  reports: z.array(reportSchema),
});

/** What `check --format json` prints: of one module, or of several. */
export const printedReportSchema = z.union([reportSchema, reportsSchema]).meta({ title: 'cim-ready report' });

export type Report = z.infer<typeof reportSchema>;
export type ReportItem = z.infer<typeof item>;
export type ReportEvidence = z.infer<typeof evidence>;
export type Counts = z.infer<typeof counts>;

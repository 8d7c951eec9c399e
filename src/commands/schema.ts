/** `cim-ready schema NAME`: JSON Schema for programs and editors. */
import { type ZodType, z } from 'zod';
import type { schemaNames } from './schema-names.ts';
import type { Terminal } from './terminal.ts';

type Name = (typeof schemaNames)[number];

const load: Readonly<Record<Name, () => Promise<ZodType>>> = {
  report: async () => (await import('../schema/report.ts')).printedReportSchema,
  policy: async () => (await import('../schema/policy.ts')).policySchema,
  'repository-file': async () => (await import('../schema/repository-file.ts')).repositoryFileSchema,
  'cim-yaml': async () => (await import('../schema/cim-yaml.ts')).cimYamlSchema,
};

export async function schema(name: Name, terminal: Terminal): Promise<number> {
  const printed = z.toJSONSchema(await load[name](), { target: 'draft-7', io: 'input' });
  await terminal.out(`${JSON.stringify(printed, null, 2)}\n`);
  return 0;
}

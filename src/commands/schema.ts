/** `cim-ready schema NAME`: JSON Schema for programs and editors. */
import { z } from 'zod';
import { cimYamlSchema } from '../schema/cim-yaml.ts';
import { reportSchema } from '../schema/report.ts';
import type { Terminal } from './terminal.ts';

export async function schema(name: 'report' | 'cim-yaml', terminal: Terminal): Promise<number> {
  const printed = z.toJSONSchema(name === 'cim-yaml' ? cimYamlSchema : reportSchema, {
    target: 'draft-7',
    io: 'input',
  });
  await terminal.out(`${JSON.stringify(printed, null, 2)}\n`);
  return 0;
}

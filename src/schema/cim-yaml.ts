/** cim.yaml as a schema, for editors. The words and forms are those that the checks use. */
import { z } from 'zod';
import {
  CATEGORY,
  GITHUB_HANDLE,
  MIN_DESCRIPTION,
  MODULE_NAME,
  MODULE_STATUSES,
  MODULE_TYPES,
} from '../models/cim-yaml/cim-yaml.ts';

const semver = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

const maintainer = z.object({
  name: z.string().min(1).describe('who answers for the module'),
  github: z.string().regex(GITHUB_HANDLE).describe('GitHub handle with its @, in quotes'),
});

/** Unknown keys are allowed: the check notes them and does not fail. */
export const cimYamlSchema = z
  .object({
    module: z.object({
      name: z.string().regex(MODULE_NAME).describe('equal to package.name in Cargo.toml'),
      type: z.enum(MODULE_TYPES),
      version: z.string().regex(semver).describe('equal to the version in Cargo.toml'),
      description: z.string().min(MIN_DESCRIPTION),
      status: z.enum(MODULE_STATUSES).describe('production only from version 1.0.0 on'),
      category: z.string().regex(CATEGORY).describe('one lower-case kebab word'),
      maintainers: z.array(maintainer).min(1),
      dependencies: z
        .record(z.string(), z.string())
        .optional()
        .describe("exactly the cim-* dependencies of Cargo.toml, each with a requirement in Cargo's syntax"),
      keywords: z.array(z.string().min(1)).min(1).describe('each once'),
    }),
  })
  .meta({ title: 'cim.yaml', description: 'How the CIM registry knows a module' });

/** The standard: its groups in its own order. Edited only when the standard gains a heading. */
import type { Rule, RuleGroup } from '../src/rule.ts';
import api from './api.ts';
import cargo from './cargo.ts';
import ci from './ci.ts';
import cimYaml from './cim-yaml.ts';
import deploy from './deploy.ts';
import docs from './docs.ts';
import events from './events.ts';
import files from './files.ts';
import git from './git.ts';
import maintenance from './maintenance.ts';
import nats from './nats.ts';
import performance from './performance.ts';
import review from './review.ts';
import security from './security.ts';
import structure from './structure.ts';
import testing from './testing.ts';

export const groups: readonly RuleGroup[] = [
  docs,
  structure,
  testing,
  git,
  ci,
  files,
  cimYaml,
  cargo,
  api,
  security,
  performance,
  nats,
  events,
  deploy,
  maintenance,
  review,
];

export const rules: readonly Rule[] = groups.flatMap((group) => group.rules);

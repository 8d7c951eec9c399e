/**
 * What a build script meets: the platform of the model, cargo's variables, no variable that only a user would set
 * (the Cargo Book, "Environment variables cargo sets for build scripts").
 */
import type { CfgOptions } from '../crate/cfg.ts';
import { host } from '../crate/platforms.ts';
import { none, some, text, unknown, type Value } from './value.ts';

const plain: ReadonlyMap<string, string> = new Map([
  ['TARGET', 'x86_64-unknown-linux-gnu'],
  ['HOST', 'x86_64-unknown-linux-gnu'],
  ['PROFILE', 'debug'],
  ['OPT_LEVEL', '0'],
  ['DEBUG', 'true'],
  ['CARGO_ENCODED_RUSTFLAGS', ''],
  ['OUT_DIR', '$OUT_DIR'], // stands for itself
]);

/** Set, to what depends on the machine. */
const present: ReadonlySet<string> = new Set(['RUSTC', 'RUSTDOC', 'CARGO', 'NUM_JOBS', 'PATH', 'HOME']);

/** Set by cargo in some cases, or by a user who configures cargo: neither is known. */
const uncertain = /^(CARGO|DEP)_/;

/** The value of an environment variable, as `env::var` gives it. */
export function variable(name: string, cfg: CfgOptions): Value {
  if (name === 'TARGET' && !isHost(cfg)) return some(unknown);
  const known = plain.get(name);
  if (known !== undefined) return some(text(known));
  if (present.has(name) || /^CARGO_(PKG|MANIFEST)_/.test(name)) return some(unknown);
  const option = /^CARGO_CFG_(.+)$/.exec(name)?.[1];
  if (option !== undefined) return optionVariable(option.toLowerCase(), cfg);
  const feature = /^CARGO_FEATURE_(.+)$/.exec(name)?.[1];
  if (feature !== undefined) return hasFeature(feature, cfg) ? some(text('1')) : none;
  return uncertain.test(name) ? unknown : none;
}

/** The name of another platform's target is not told by its options. */
const isHost = ({ values }: CfgOptions): boolean => [...host.values].every((option) => values.has(option));

/** Options with values are joined with commas; a bare one is an empty variable. */
function optionVariable(name: string, { names, values }: CfgOptions): Value {
  const start = `${name}="`;
  const found = [...values].filter((value) => value.startsWith(start));
  if (found.length > 0) return some(text(found.map((value) => value.slice(start.length, -1)).join(',')));
  return names.has(name) ? some(text('')) : none;
}

function hasFeature(name: string, { values }: CfgOptions): boolean {
  for (const value of values) {
    const feature = /^feature="(.*)"$/.exec(value)?.[1];
    if (feature?.toUpperCase().replaceAll('-', '_') === name) return true;
  }
  return false;
}

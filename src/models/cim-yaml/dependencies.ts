/** Whether cim.yaml names the same CIM modules as Cargo.toml does, under requirements that agree. */
import type { Dependency } from '../cargo/dependencies.ts';
import { admits, implies, parseRequirement, parseVersion, type Requirement } from '../cargo/requirement.ts';
import type { CargoModule } from '../cargo/workspace.ts';
import { entriesOf, entry, isNull, type YamlEntry, type YamlNode } from '../yaml/yaml.ts';
import type { CimYaml, CimYamlProblem } from './cim-yaml.ts';
import { stringOf } from './fields.ts';

/**
 * CIM modules that the packages depend on, by package name, in whichever table. Packages of the module itself are parts, not dependencies.
 */
export function cimDependencies(module: CargoModule): ReadonlyMap<string, readonly Dependency[]> {
  const own = new Set(module.packages.map((one) => one.name));
  const found = new Map<string, Dependency[]>();
  for (const one of module.packages.flatMap((member) => member.dependencies)) {
    if (!one.package.startsWith('cim-') || own.has(one.package)) continue;
    found.set(one.package, [...(found.get(one.package) ?? []), one]);
  }
  return found;
}

/** @param module undefined where the module has no crate: then only the form of the entries can be judged */
export function dependenciesProblems(file: CimYaml, module: CargoModule | undefined): readonly CimYamlProblem[] {
  const found = entry(file.module, 'dependencies');
  if (found !== undefined && found.value.kind !== 'map' && !isNull(found.value))
    return [{ message: notMapping(found.value), ...found.keyPlace }];
  const listed = entriesOf(found?.value);
  const wanted = module === undefined ? undefined : cimDependencies(module);
  const own = new Set(module?.packages.map((one) => one.name));
  const problems = listed.flatMap((one) => {
    const read = requirementOf(one);
    if (typeof read === 'string') return [{ message: read, ...one.keyPlace }];
    if (wanted === undefined || own.has(one.key)) return [];
    const declared = wanted.get(one.key);
    const message = declared === undefined ? `${one.key} is no dependency in Cargo.toml` : disagreement(read, declared);
    return message === undefined ? [] : [{ message, ...one.keyPlace }];
  });
  const place = found?.keyPlace ?? file.place;
  for (const [name, [first]] of wanted ?? []) {
    if (listed.some((one) => one.key === name)) continue;
    const where = first === undefined ? 'Cargo.toml' : `${first.place.path}:${first.place.line}`;
    problems.push({ message: `${name}, a dependency in ${where}, is not listed`, ...place });
  }
  return problems;
}

/** Lists of one-entry mappings are what module templates of the organisation show. */
function notMapping({ kind }: YamlNode): string {
  const problem = 'module.dependencies is no mapping of module to requirement';
  return kind === 'seq' ? `${problem} but a list: write each entry without its dash` : problem;
}

function requirementOf({ key, value }: YamlEntry): Requirement | string {
  const text = stringOf(value);
  if (text === undefined) return `requirement of ${key} is no string: put it in quotes`;
  const requirement = parseRequirement(text);
  if (requirement === undefined) return `requirement of ${key} is invalid: \`${text}\``;
  return requirement.any ? `requirement of ${key} takes any version: \`${text}\`` : requirement;
}

/** The manifest may ask for less than the file says, never for more: what cargo picks must be admitted here. */
function disagreement(listed: Requirement, declared: readonly Dependency[]): string | undefined {
  for (const { package: name, requirement, git, place } of declared) {
    const where = `${place.path}:${place.line}`;
    const tag = parseVersion(/\d+\.\d+\.\d+[^\s/]*$/.exec(git?.tag ?? '')?.[0] ?? '');
    if (requirement === undefined) {
      if (tag === undefined) return `${name} has no version in ${where} that \`${listed.text}\` could agree with`;
      if (!admits(listed, tag)) return `\`${listed.text}\` for ${name} leaves out tag ${git?.tag} (${where})`;
      continue;
    }
    const own = parseRequirement(requirement);
    if (own === undefined || !implies(own, listed))
      return `\`${listed.text}\` for ${name} does not agree with \`${requirement}\` (${where})`;
  }
  return undefined;
}

/** The standard's section "3. Module Metadata", heading "cim.yaml Requirements". */

import type { CargoModule } from '../src/models/cargo/workspace.ts';
import { CIM_YAML, type CimYaml, type CimYamlProblem } from '../src/models/cim-yaml/cim-yaml.ts';
import { cimDependencies, dependenciesProblems } from '../src/models/cim-yaml/dependencies.ts';
import {
  categoryProblems,
  descriptionProblems,
  type FieldJudge,
  keywordsProblems,
  maintainersProblems,
  nameProblems,
  packageOf,
  statusProblems,
  typeProblems,
  versionProblems,
} from '../src/models/cim-yaml/fields.ts';
import { at as nodeAt, textOf } from '../src/models/yaml/node.ts';
import type { Repo } from '../src/repo.ts';
import { at, Broken, type Evidence, fail, note, pass, type RuleGroup, type Verdict } from '../src/rule.ts';

const evidence = ({ message, line, column }: CimYamlProblem): Evidence => at(CIM_YAML, line, message, column);

const verdict = (problems: readonly CimYamlProblem[], holds: Evidence, notes: readonly Evidence[] = []): Verdict => {
  const [first, ...rest] = problems.map(evidence);
  return first === undefined ? pass(holds, ...notes) : fail(first, ...rest, ...notes);
};

/** Absent, or without a `module` mapping: what every field needs. */
async function readable(repo: Repo): Promise<CimYaml> {
  const file = await repo.cimYaml();
  const [first] = file.problems;
  if (file.module === undefined && first !== undefined)
    throw new Broken(
      `${CIM_YAML} cannot be read: ${first.message}`,
      { path: CIM_YAML, line: first.line, column: first.column },
      { fix: `Correct ${CIM_YAML}: \`cim-ready schema cim-yaml\` prints what it has to be.` },
    );
  return file;
}

/** The packages to compare with: none where the module has no crate; a Cargo.toml that does not load is the module's fault. */
async function crate(repo: Repo): Promise<CargoModule | undefined> {
  return (await repo.cargoResult()).kind === 'absent' ? undefined : repo.cargo();
}

const agreement = (module: CargoModule | undefined): string => {
  if (module === undefined) return 'every entry has a requirement; there is no Cargo.toml to compare with';
  const { size } = cimDependencies(module);
  if (size === 0) return 'Cargo.toml has no cim-* dependency, and none is listed';
  return `${size} cim-* ${size === 1 ? 'dependency agrees' : 'dependencies agree'} with Cargo.toml`;
};

const field =
  (key: string, judge: FieldJudge, compare: 'with the manifest' | 'alone' = 'alone') =>
  async (repo: Repo): Promise<Verdict> => {
    const file = await readable(repo);
    const result = compare === 'alone' ? await repo.cargoResult() : undefined;
    const module = result === undefined ? await crate(repo) : result.kind === 'module' ? result.module : undefined;
    const node = nodeAt(file.module, key);
    const shown = textOf(node);
    const holds = shown === undefined ? `module.${key} is as the standard asks` : `module.${key} is \`${shown}\``;
    return verdict(judge(file, packageOf(file, module?.packages ?? [])), at(CIM_YAML, node?.line, holds, node?.column));
  };

const group: RuleGroup = {
  slug: 'cim-yaml',
  section: '3. Module Metadata',
  title: 'cim.yaml Requirements',
  rules: [
    {
      id: 'cim-yaml/valid',
      text: 'cim.yaml: present and valid',
      why: 'The registry reads it.',
      how: 'Present, valid YAML, a `module` mapping, no duplicate keys.',
      fix: 'Add cim.yaml; `cim-ready schema cim-yaml` prints its schema.',
      check: async (repo) => {
        const { problems, notes, place } = await repo.cimYaml();
        const holds = at(CIM_YAML, place.line, 'valid YAML with a module mapping and no duplicate keys', place.column);
        return verdict(
          problems,
          holds,
          notes.map((one) => note(evidence(one))),
        );
      },
    },
    {
      id: 'cim-yaml/name',
      text: 'cim.yaml: name',
      why: 'The registry and Cargo must speak of the same thing.',
      how: '`cim-` and lower-case kebab, equal to package.name.',
      fix: "Set module.name to the package's name.",
      check: field('name', nameProblems, 'with the manifest'),
    },
    {
      id: 'cim-yaml/type',
      text: 'cim.yaml: type',
      why: 'The registry sorts modules by it.',
      how: 'core, domain, integration or utility.',
      fix: 'Set module.type to core, domain, integration or utility.',
      check: field('type', typeProblems),
    },
    {
      id: 'cim-yaml/version',
      text: 'cim.yaml: version',
      why: 'Two versions are one too many.',
      how: "SemVer, equal to the manifest's.",
      fix: "Set module.version to the manifest's version.",
      check: field('version', versionProblems, 'with the manifest'),
    },
    {
      id: 'cim-yaml/description',
      text: 'cim.yaml: description',
      why: 'It is what a search shows.',
      how: '10 characters or more, no placeholder.',
      fix: 'Describe the module in one sentence.',
      check: field('description', descriptionProblems),
    },
    {
      id: 'cim-yaml/status',
      text: 'cim.yaml: status',
      why: 'It is the claim that this tool checks.',
      how: 'template, development, production or deprecated; production only from 1.0.0 on.',
      fix: 'Set module.status to what the module is.',
      check: field('status', statusProblems),
    },
    {
      id: 'cim-yaml/category',
      text: 'cim.yaml: category',
      why: 'The registry groups modules by it.',
      how: 'A lower-case kebab word.',
      fix: 'Set module.category to one lower-case kebab word.',
      check: field('category', categoryProblems),
    },
    {
      id: 'cim-yaml/maintainers',
      text: 'cim.yaml: maintainers',
      why: 'Somebody answers for the module.',
      how: 'At least one, each with a name and a valid @github handle.',
      fix: 'List each maintainer with name and "@handle".',
      check: field('maintainers', maintainersProblems),
    },
    {
      id: 'cim-yaml/dependencies',
      text: 'cim.yaml: dependencies',
      why: 'The registry draws its graph from it.',
      how: "Exactly the manifest's cim-* dependencies, with requirements that agree.",
      fix: 'List each cim-* dependency of Cargo.toml with its requirement.',
      check: async (repo) => {
        const file = await readable(repo);
        const module = await crate(repo);
        const node = nodeAt(file.module, 'dependencies') ?? file.place;
        const holds = at(CIM_YAML, node.line, agreement(module), node.column);
        return verdict(dependenciesProblems(file, module), holds);
      },
    },
    {
      id: 'cim-yaml/keywords',
      text: 'cim.yaml: keywords',
      why: 'It is how the module is found.',
      how: 'At least one, unique, no placeholder.',
      fix: 'List a few words that somebody would search for.',
      check: field('keywords', keywordsProblems),
    },
  ],
};

export default group;

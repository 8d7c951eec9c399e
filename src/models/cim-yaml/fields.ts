/** What is wrong with each field of cim.yaml; an empty list means that the field is as the standard asks. */

import type { Package } from '../cargo/package.ts';
import { parseVersion } from '../cargo/requirement.ts';
import { findPlaceholders, isPlaceholder } from '../text/placeholder.ts';
import { at, entry, textOf, type YamlNode } from '../yaml/yaml.ts';
import {
  CATEGORY,
  type CimYaml,
  type CimYamlProblem,
  GITHUB_HANDLE,
  MIN_DESCRIPTION,
  MODULE_NAME,
  MODULE_STATUSES,
  MODULE_TYPES,
} from './cim-yaml.ts';

/** The package that cim.yaml speaks of: the one it names, else the module's first. */
export function packageOf(file: CimYaml, packages: readonly Package[]): Package | undefined {
  const name = textOf(at(file.module, 'name'));
  return packages.find((one) => one.name === name) ?? packages[0];
}

type Problems = readonly CimYamlProblem[];

/** One field's judge. `owner` is the package that the file speaks of; undefined where the module has no crate. */
export type FieldJudge = (file: CimYaml, owner: Package | undefined) => Problems;

export const nameProblems: FieldJudge = (file, owner) =>
  stringProblems(file, 'name', (name) => {
    if (!MODULE_NAME.test(name)) return `name \`${name}\` is not \`cim-\` and lower-case kebab`;
    return owner === undefined || owner.name === name
      ? undefined
      : `name \`${name}\` differs from package.name \`${owner.name}\` (${owner.manifestPath})`;
  });

export const typeProblems: FieldJudge = (file) =>
  stringProblems(file, 'type', (type) => oneOf('type', type, MODULE_TYPES));

export const versionProblems: FieldJudge = (file, owner) =>
  stringProblems(file, 'version', (version) => {
    if (parseVersion(version) === undefined) return `version \`${version}\` is no SemVer version`;
    if (owner === undefined || owner.version?.value === version) return undefined;
    const { manifestPath, version: own } = owner;
    return `version \`${version}\` differs from the manifest's \`${own?.value ?? 'none'}\` (${manifestPath})`;
  });

export const descriptionProblems: FieldJudge = (file) =>
  stringProblems(file, 'description', (description) => {
    if (isPlaceholder(description) || findPlaceholders(description).length > 0)
      return `description is a placeholder: \`${description}\``;
    if (!SAYS_SOMETHING.test(description)) return `description says nothing: \`${description}\``;
    const { length } = [...description.trim()];
    return length < MIN_DESCRIPTION
      ? `description has ${length} characters, fewer than ${MIN_DESCRIPTION}: \`${description}\``
      : undefined;
  });

/** Two letters that differ, somewhere in a row: neither digits alone nor one letter over and over. */
const SAYS_SOMETHING = /(\p{L})(?!\1)\p{L}/iu;

/** Production is a claim that only a version from 1.0.0 on can make; where the file's own version is none, the manifest's counts. */
export const statusProblems: FieldJudge = (file, owner) =>
  stringProblems(file, 'status', (status) => {
    const unknown = oneOf('status', status, MODULE_STATUSES);
    if (unknown !== undefined || status !== 'production') return unknown;
    const written = [textOf(at(file.module, 'version')), owner?.version?.value];
    const versions = written.map((text) => parseVersion(text ?? '')).filter((one) => one !== undefined);
    if (versions.length === 0) return 'status is production, and there is no version to go with it';
    const early = versions.find((one) => one.compare('1.0.0') < 0);
    return early === undefined ? undefined : `status is production at version ${early.version}, before 1.0.0`;
  });

export const categoryProblems: FieldJudge = (file) =>
  stringProblems(file, 'category', (category) => {
    if (isPlaceholder(category) || category === 'category') return `category is a placeholder: \`${category}\``;
    return CATEGORY.test(category) ? undefined : `category \`${category}\` is no lower-case kebab word`;
  });

export const maintainersProblems: FieldJudge = (file) =>
  listProblems(file, 'maintainers', (maintainer) => {
    if (maintainer.kind !== 'map') return [problem('a maintainer is no mapping of name and github', maintainer)];
    return [maintainerName(maintainer), maintainerHandle(maintainer)].filter((one) => one !== undefined);
  });

function maintainerName(maintainer: YamlNode): CimYamlProblem | undefined {
  const name = at(maintainer, 'name');
  const text = textOf(name);
  if (name === undefined || text === undefined) return problem('a maintainer has no name', maintainer);
  return isPlaceholder(text) ? problem(`maintainer's name is a placeholder: \`${text}\``, name) : undefined;
}

function maintainerHandle(maintainer: YamlNode): CimYamlProblem | undefined {
  const handle = at(maintainer, 'github');
  const text = textOf(handle);
  if (handle === undefined || text === undefined) return problem('a maintainer has no github handle', maintainer);
  if (isPlaceholder(text) || /^@(?:your-?)?(?:github-?)?(?:handle|user(?:name)?)$/i.test(text))
    return problem(`github handle is a placeholder: \`${text}\``, handle);
  return GITHUB_HANDLE.test(text) ? undefined : problem(`\`${text}\` is no GitHub handle such as \`@name\``, handle);
}

export const keywordsProblems: FieldJudge = (file) => {
  const seen = new Set<string>();
  return listProblems(file, 'keywords', (keyword) => {
    const text = stringOf(keyword);
    if (text === undefined) return [problem('a keyword is no string', keyword)];
    if (isPlaceholder(text)) return [problem(`keyword is a placeholder: \`${text}\``, keyword)];
    const known = seen.has(text.trim().toLowerCase());
    seen.add(text.trim().toLowerCase());
    return known ? [problem(`keyword \`${text}\` is given twice`, keyword)] : [];
  });
};

function stringProblems(file: CimYaml, key: string, judge: (text: string) => string | undefined): Problems {
  const found = entry(file.module, key);
  if (found === undefined) return [{ message: `module.${key} is missing`, ...file.place }];
  const text = stringOf(found.value);
  if (text === undefined || text.trim() === '') {
    const what = text === undefined ? 'is no string' : 'is empty';
    return [{ message: `module.${key} ${what}`, ...found.keyPlace }];
  }
  const message = judge(text);
  return message === undefined ? [] : [problem(message, found.value)];
}

function listProblems(file: CimYaml, key: string, judge: (item: YamlNode) => Problems): Problems {
  const found = entry(file.module, key);
  if (found === undefined) return [{ message: `module.${key} is missing`, ...file.place }];
  if (found.value.kind !== 'seq') return [{ message: `module.${key} is no list`, ...found.keyPlace }];
  if (found.value.items.length === 0) return [{ message: `module.${key} is empty`, ...found.keyPlace }];
  return found.value.items.flatMap(judge);
}

/** A string as the registry reads it: `1.0` without quotes is a number, `yes` stays a string in YAML 1.2. */
export function stringOf(node: YamlNode): string | undefined {
  return node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

function oneOf(field: string, value: string, words: readonly string[]): string | undefined {
  return words.includes(value) ? undefined : `${field} \`${value}\` is none of ${words.join(', ')}`;
}

function problem(message: string, node: YamlNode): CimYamlProblem {
  return { message, line: node.line, column: node.column };
}

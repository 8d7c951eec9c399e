/** An organisation's own rules: predicates with parameters, and nothing that could run, fetch or reach outside. */

import { matchesGlob } from '../models/text/glob.ts';
import { entry, parseYaml, type YamlNode } from '../models/yaml/yaml.ts';
import type { Repo } from '../repo.ts';
import type { DeclarativeCheck } from '../schema/policy.ts';
import { at, Broken, fail, open, pass, Unavailable, type Verdict } from '../verdict.ts';

type ValueCheck = Extract<DeclarativeCheck, { toml: unknown }>['toml'];

/** @throws Broken when the file that is asked about is absent or does not parse */
export async function declaredCheck(check: DeclarativeCheck, repo: Repo): Promise<Verdict> {
  if ('file-exists' in check) return fileExists(check['file-exists'], repo);
  if ('file-absent' in check) return fileAbsent(check['file-absent'], repo);
  if ('file-contains' in check) return fileContains(check['file-contains'], repo);
  if ('heading' in check) return headingFound(check.heading, repo);
  if ('toml' in check) return valueIs(check.toml, await tomlValue(textOf(check.toml.file, repo), check.toml));
  if ('yaml' in check) return valueIs(check.yaml, yamlValue(textOf(check.yaml.file, repo), check.yaml));
  if ('json' in check) return valueIs(check.json, jsonValue(textOf(check.json.file, repo), check.json));
  if ('workflow-step' in check) {
    const { stepFound } = await import('../predicates/declared-step.ts');
    return stepFound(check['workflow-step'], repo);
  }
  const { dependencyPresent, dependencyBanned } = await import('../predicates/declared-dependency.ts');
  return 'dependency-present' in check
    ? dependencyPresent(check['dependency-present'], repo)
    : dependencyBanned(check['dependency-banned'], repo);
}

/** @throws Broken when there is no such file */
function textOf(path: string, { files }: Repo): string {
  const text = files.text(path);
  if (text !== undefined) return text;
  if (files.hides(path)) throw new Unavailable(`${path} is not among the scanned files`);
  throw new Broken(`there is no ${path}`, {}, { absence: true });
}

const matching = (glob: string, { files }: Repo): string[] => files.paths.filter((path) => matchesGlob(glob, path));

function fileExists(glob: string, repo: Repo): Verdict {
  const [first] = matching(glob, repo);
  if (first !== undefined) return pass(at(first, undefined, `${glob} is there`));
  return repo.files.hides(glob) ? open(`${glob} is not among the scanned files`) : fail(`no file matches ${glob}`);
}

function fileAbsent(glob: string, repo: Repo): Verdict {
  const found = matching(glob, repo);
  if (found.length > 0) return fail(`${glob} should not be there`, ...found.map((path) => at(path, 1, 'matches')));
  return repo.files.paths.length === 0
    ? open('no file was looked at')
    : pass(`none of ${repo.files.paths.length} files matches ${glob}`);
}

function fileContains({ file, text }: { file: string; text: string }, repo: Repo): Verdict {
  const lines = textOf(file, repo).split('\n');
  const found = lines.findIndex((line) => line.includes(text));
  return found < 0
    ? fail(at(file, undefined, `does not contain "${text}"`))
    : pass(at(file, found + 1, `contains "${text}"`));
}

async function headingFound({ file, title }: { file: string; title: string }, repo: Repo): Promise<Verdict> {
  const { parseMarkdown } = await import('../models/page/markdown.ts');
  const wanted = title.toLowerCase();
  const found = parseMarkdown(textOf(file, repo)).sections.find((section) => section.title.toLowerCase() === wanted);
  return found === undefined
    ? fail(at(file, undefined, `has no heading "${title}"`))
    : pass(at(file, found.line, `heading "${found.title}"`));
}

type Found = { readonly value: unknown; readonly line?: number | undefined } | undefined;

async function tomlValue(text: string, { file, key }: ValueCheck): Promise<Found> {
  const { parseToml } = await import('../models/toml/toml.ts');
  const parsed = parseToml(text);
  if (!parsed.ok)
    throw new Broken(`does not parse: ${parsed.problem.message}`, { path: file, line: parsed.problem.line });
  return follow(parsed.document.value, key);
}

function jsonValue(text: string, { file, key }: ValueCheck): Found {
  try {
    return follow(JSON.parse(text), key);
  } catch (thrown) {
    throw new Broken(`does not parse: ${thrown instanceof Error ? thrown.message : thrown}`, { path: file });
  }
}

function yamlValue(text: string, { file, key }: ValueCheck): Found {
  const parsed = parseYaml(text);
  const [problem] = parsed.problems;
  if (problem !== undefined) throw new Broken(`does not parse: ${problem.message}`, { path: file, line: problem.line });
  let node: YamlNode | undefined = parsed.documents[0]?.root;
  for (const part of key.split('.')) {
    node = node?.kind === 'seq' ? node.items[/^\d+$/.test(part) ? Number(part) : -1] : entry(node, part)?.value;
  }
  if (node === undefined) return undefined;
  return { value: node.kind === 'scalar' ? node.value : node.kind, line: node.line };
}

function follow(root: unknown, key: string): Found {
  let value = root;
  for (const part of key.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  return { value };
}

function valueIs({ file, key, equals, 'one-of': oneOf }: ValueCheck, found: Found): Verdict {
  if (found === undefined) return fail(at(file, undefined, `has no ${key}`));
  const allowed = equals === undefined ? oneOf : [equals];
  const said = `${key} is ${JSON.stringify(found.value)}`;
  if (allowed === undefined || allowed.some((value) => value === found.value)) return pass(at(file, found.line, said));
  return fail(
    at(file, found.line, `${said}, and must be ${allowed.map((value) => JSON.stringify(value)).join(' or ')}`),
  );
}

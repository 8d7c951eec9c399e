/**
 * Protection of a branch kept as code: `.github/settings.yml` of the Settings app (https://github.com/repository-settings/app)
 * and rulesets as GitHub exports them (https://docs.github.com/rest/repos/rules).
 */
import { at, type Evidence } from '../../verdict.ts';
import { compileWildcard } from '../text/wildcard.ts';
import { entriesOf, entry, isNull, listOf, parseYaml, textOf, type YamlNode, at as yamlAt } from '../yaml/yaml.ts';

export interface Protection {
  /** Where the branch is protected. */
  readonly protects: readonly Evidence[];
  /** What was looked at and does not protect it. */
  readonly others: readonly Evidence[];
}

/** Files that may hold settings. */
export const isSettingsPath = (path: string): boolean =>
  /^\.github\/settings\.ya?ml$/.test(path) ||
  /^(?:\.github\/)?(?:rulesets?|branch-protection)\/[^/]+\.json$|^\.github\/[^/]*ruleset[^/]*\.json$/i.test(path);

/** @param branch name of the main branch */
export function readProtection(path: string, text: string, branch: string): Protection {
  return path.endsWith('.json') ? readRulesets(path, text, branch) : readSettings(path, text, branch);
}

const none = (path: string, line: number | undefined, message: string): Protection => ({
  protects: [],
  others: [at(path, line, message)],
});

function readSettings(path: string, text: string, branch: string): Protection {
  const { documents, problems } = parseYaml(text);
  const [problem] = problems;
  if (problem !== undefined) return none(path, problem.line, `does not parse: ${problem.message}`);
  const root = documents[0]?.root;
  const branches = listOf(yamlAt(root, 'branches')).filter((node) => textOf(yamlAt(node, 'name')) === branch);
  const rulesets = listOf(yamlAt(root, 'rulesets')).map((node) => judgeRuleset(path, plain(node), branch, node.line));
  const judged = [...branches.map((node) => judgeBranch(path, node, branch)), ...rulesets];
  if (judged.length === 0) return none(path, 1, `says nothing of the branch ${branch}`);
  return { protects: judged.flatMap(({ protects }) => protects), others: judged.flatMap(({ others }) => others) };
}

function judgeBranch(path: string, node: YamlNode, branch: string): Protection {
  const protection = entry(node, 'protection');
  if (protection === undefined || isNull(protection.value))
    return none(path, node.line, `names ${branch} and protects it with nothing`);
  const asked = entriesOf(protection.value).filter(({ key, value }) => asksSomething(key, value));
  if (asked.length === 0) return none(path, protection.keyPlace.line, `names ${branch} and asks nothing of it`);
  const what = asked.map(({ key }) => key).join(', ');
  return { protects: [at(path, protection.keyPlace.line, `${branch} is protected: ${what}`)], others: [] };
}

/** `allow_…` loosens what a protected branch has by itself; checks of which none is named hold nothing back. */
function asksSomething(key: string, value: YamlNode): boolean {
  if (isNull(value) || textOf(value) === 'false' || key.startsWith('allow_') || key === 'block_creations') return false;
  if (key !== 'required_status_checks' || value.kind !== 'map') return true;
  const named = ['contexts', 'checks'].map((list) => yamlAt(value, list)).filter((list) => list !== undefined);
  return named.length === 0 || named.some((list) => listOf(list).length > 0);
}

function readRulesets(path: string, text: string, branch: string): Protection {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    return none(path, 1, `does not parse: ${(thrown as Error).message}`);
  }
  const judged = (Array.isArray(value) ? value : [value]).map((ruleset) => judgeRuleset(path, ruleset, branch, 1));
  return { protects: judged.flatMap(({ protects }) => protects), others: judged.flatMap(({ others }) => others) };
}

function judgeRuleset(path: string, ruleset: unknown, branch: string, line: number): Protection {
  const { name = 'a ruleset', target, enforcement, conditions, rules } = objectOf(ruleset);
  const title = String(name);
  if (!Array.isArray(rules) || target === undefined) return none(path, line, 'is no ruleset');
  if (target !== 'branch') return none(path, line, `${title} is for ${String(target)}s, not for branches`);
  if (enforcement !== 'active') return none(path, line, `${title} is not active (${String(enforcement)})`);
  const { include, exclude } = objectOf(objectOf(conditions).ref_name);
  const covers = (patterns: unknown): boolean =>
    Array.isArray(patterns) && patterns.some((pattern) => matchesRef(String(pattern), branch));
  if (!covers(include) || covers(exclude)) return none(path, line, `${title} is not for ${branch}`);
  const types = rules.map((rule) => String(objectOf(rule).type)).filter((type) => !OF_NEW_BRANCHES.has(type));
  if (types.length === 0) return none(path, line, `${title} has no rule for a branch that is there`);
  return { protects: [at(path, line, `${title} protects ${branch}: ${types.join(', ')}`)], others: [] };
}

/** Rules that say which branches may be made, and nothing of what may happen to one. */
const OF_NEW_BRANCHES = new Set(['creation', 'branch_name_pattern', 'tag_name_pattern']);

const matchesRef = (pattern: string, branch: string): boolean =>
  pattern === '~ALL' || pattern === '~DEFAULT_BRANCH' || compileWildcard(pattern)(`refs/heads/${branch}`);

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

function plain(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'seq') return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
}

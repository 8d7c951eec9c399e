import { at, entriesOf, listOf, textOf, type YamlNode } from '../yaml/yaml.ts';
import { passesFilter, sampleOf } from './filter.ts';

/** One event that starts a workflow, with its filters as written. */
export interface Trigger {
  readonly event: string;
  readonly types: readonly string[];
  readonly branches: Filter | undefined;
  readonly tags: Filter | undefined;
  readonly paths: Filter | undefined;
}

export interface Filter {
  readonly patterns: readonly string[];
  /** `branches-ignore` and its like: what matches is left out. */
  readonly ignore: boolean;
}

/** What happens to the repository; the workflow is asked what it does then. */
export interface Occasion {
  readonly kind: 'push' | 'tag' | 'release' | 'pull_request' | 'merge_group' | 'schedule' | 'workflow_run' | 'by hand';
  readonly event: string;
  readonly ref: string;
  readonly refName: string;
}

export interface Firing {
  readonly occasion: Occasion;
  /** The filter on paths, when there is one: the workflow runs only on changes that it lets through. */
  readonly paths: Filter | undefined;
}

const MAX_PATTERNS = 500;

/** Reads `on:` in its three forms. */
export function parseTriggers(on: YamlNode): Trigger[] {
  if (on.kind !== 'map') return listOf(on).flatMap((node) => bare(textOf(node)));
  return on.entries.map(({ key, value }) => ({
    event: key,
    types: listOf(at(value, 'types')).flatMap((type) => textOf(type) ?? []),
    branches: readFilter(value, 'branches'),
    tags: readFilter(value, 'tags'),
    paths: readFilter(value, 'paths'),
  }));
}

function bare(event: string | undefined): Trigger[] {
  if (event === undefined) return [];
  return [{ event, types: [], branches: undefined, tags: undefined, paths: undefined }];
}

function readFilter(node: YamlNode, name: string): Filter | undefined {
  for (const { key, value } of entriesOf(node)) {
    if (key !== name && key !== `${name}-ignore`) continue;
    return {
      patterns: listOf(value)
        .slice(0, MAX_PATTERNS)
        .flatMap((pattern) => textOf(pattern) ?? []),
      ignore: key !== name,
    };
  }
  return undefined;
}

/** Whether a filter lets a name through; no filter lets all through. */
export function admits(filter: Filter | undefined, name: string): boolean {
  if (filter === undefined) return true;
  return passesFilter(filter.patterns, name) !== filter.ignore;
}

/**
 * The occasions on which a workflow starts by itself or by hand. `mainBranches` are the names that the main branch may have; `tags` are release tags to try, before one is made up from the filter;
 * `packageTags` are those of packages, for each the forms to try: a workflow may release only what the tag names.
 */
export function firings(
  triggers: readonly Trigger[],
  mainBranches: readonly string[],
  tags: readonly string[],
  packageTags: readonly (readonly string[])[] = [],
): Firing[] {
  return triggers.flatMap((trigger) => {
    const main = mainBranches.find((branch) => admits(trigger.branches, branch));
    const fire = (occasion: Occasion | undefined): Firing[] => (occasion ? [{ occasion, paths: trigger.paths }] : []);
    switch (trigger.event) {
      case 'push':
        return [
          ...fire(pushToMain(trigger, main)),
          ...fire(pushOfTag(trigger, [...tags, ...madeTags(trigger)])),
          // Where tags are meant by name: all else does the same for each.
          ...(trigger.tags === undefined ? [] : packageTags).flatMap((forms) => fire(pushOfTag(trigger, forms))),
        ];
      case 'release':
        return [tags, ...packageTags].flatMap((forms) => fire(released(trigger, forms)));
      case 'pull_request':
      case 'pull_request_target':
      case 'merge_group':
        return fire(main === undefined ? undefined : proposed(trigger.event, main));
      case 'schedule':
      case 'workflow_run':
        return fire(onMain(trigger.event, mainBranches[0] ?? 'main'));
      case 'workflow_dispatch':
      case 'repository_dispatch':
        return fire({ ...onMain('schedule', mainBranches[0] ?? 'main'), kind: 'by hand', event: trigger.event });
      default:
        return [];
    }
  });
}

function onMain(event: 'push' | 'schedule' | 'workflow_run', branch: string): Occasion {
  return { kind: event, event, ref: `refs/heads/${branch}`, refName: branch };
}

/** With tags filtered and branches not, no branch starts it. */
function pushToMain(trigger: Trigger, main: string | undefined): Occasion | undefined {
  const branchesMeant = trigger.branches !== undefined || trigger.tags === undefined;
  return main !== undefined && branchesMeant ? onMain('push', main) : undefined;
}

function pushOfTag(trigger: Trigger, tags: readonly string[]): Occasion | undefined {
  if (trigger.tags === undefined && trigger.branches !== undefined) return undefined;
  const tag = tags.find((candidate) => admits(trigger.tags, candidate));
  return tag === undefined ? undefined : { kind: 'tag', event: 'push', ref: `refs/tags/${tag}`, refName: tag };
}

/** Tags made up from the patterns that start the workflow. */
const madeTags = ({ tags }: Trigger): string[] =>
  tags?.ignore === false ? tags.patterns.flatMap((pattern) => sampleOf(pattern) ?? []) : [];

const RELEASED = ['published', 'released', 'created'];

function released(trigger: Trigger, tags: readonly string[]): Occasion | undefined {
  const meant = trigger.types.length === 0 || trigger.types.some((type) => RELEASED.includes(type));
  const tag = tags[0] ?? 'v1.2.3';
  return meant ? { kind: 'release', event: 'release', ref: `refs/tags/${tag}`, refName: tag } : undefined;
}

function proposed(event: string, main: string): Occasion {
  if (event === 'merge_group') {
    return {
      kind: 'merge_group',
      event,
      ref: `refs/heads/gh-readonly-queue/${main}/pr-1`,
      refName: `gh-readonly-queue/${main}/pr-1`,
    };
  }
  return { kind: 'pull_request', event, ref: 'refs/pull/1/merge', refName: '1/merge' };
}

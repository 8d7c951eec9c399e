import type { YamlEntry } from '../yaml/yaml.ts';
import type { Decision, Scope } from './evaluate.ts';
import { valueOfNode } from './matrix.ts';
import type { Occasion } from './trigger.ts';
import { mapOf, unknown, type Value } from './value.ts';

const environments = new WeakMap<ReadonlyMap<string, string>, Value>();

/** `env`, which steps may add to as they run. */
export function envContext(env: ReadonlyMap<string, string>): Value {
  const known = environments.get(env) ?? mapOf(env, unknown('env'));
  environments.set(env, known);
  return known;
}

/** `needs`: results on a run in which all goes well; outputs are unknown. */
export function needsContext(needs: readonly (readonly [string, Decision])[]): Value {
  return mapOf(
    needs.map(([id, decision]) => {
      const result = decision === 'yes' ? 'success' : decision === 'no' ? 'skipped' : unknown(`needs.${id}.result`);
      const outputs = decision === 'no' ? mapOf([]) : mapOf([], unknown(`needs.${id}.outputs`));
      return [
        id,
        mapOf([
          ['result', result],
          ['outputs', outputs],
        ]),
      ] as const;
    }),
  );
}

/** What `steps` holds of a step. */
export function resultOf(id: string, decision: Decision): Value {
  const outcome = decision === 'yes' ? 'success' : decision === 'no' ? 'skipped' : unknown(`steps.${id}.outcome`);
  const outputs = decision === 'no' ? mapOf([]) : mapOf([], unknown(`steps.${id}.outputs`));
  return mapOf([
    ['outcome', outcome],
    ['conclusion', outcome],
    ['outputs', outputs],
  ]);
}

/** What a caller gives, else the default, else nothing. */
export function inputsOf(declared: readonly YamlEntry[], given: ReadonlyMap<string, Value>, scope: Scope): Value {
  const defaults = declared.map(({ key, value }) => {
    const fallback = value.kind === 'map' ? value.entries.find((entry) => entry.key === 'default')?.value : undefined;
    return [key, fallback === undefined ? null : valueOfNode(fallback, scope)] as const;
  });
  return mapOf([...defaults, ...given]);
}

/** `github` on an occasion. */
export function githubContext(occasion: Occasion, repository: string | undefined): Value {
  const owner = repository?.split('/')[0];
  const known: [string, Value][] = [
    ['event_name', occasion.event],
    ['ref', occasion.ref],
    ['ref_name', occasion.refName],
    ['ref_type', occasion.ref.startsWith('refs/tags/') ? 'tag' : 'branch'],
    ['event', eventContext(occasion, repository)],
    ['actor', SOMEBODY],
    ['triggering_actor', SOMEBODY],
  ];
  if (occasion.event !== 'pull_request') known.push(['head_ref', ''], ['base_ref', '']);
  if (repository !== undefined) known.push(['repository', repository], ['repository_owner', owner ?? null]);
  return mapOf(known, unknown('github'));
}

/** An ordinary maintainer, no bot. */
const SOMEBODY = 'somebody';

/** An ordinary event: a pushed commit is no pull request and asks for nothing in its message; what another workflow starts was started by its success. */
function eventContext(occasion: Occasion, repository: string | undefined): Value {
  const name: [string, Value][] =
    repository === undefined
      ? []
      : [
          ['name', repository.split('/')[1] ?? null],
          ['full_name', repository],
        ];
  const known: [string, Value][] = [
    ['repository', mapOf([['fork', false], ...name], unknown('github.event.repository'))],
  ];
  if (occasion.event === 'workflow_run')
    known.push(['workflow_run', mapOf([['conclusion', 'success']], unknown('github.event.workflow_run'))]);
  if (occasion.event === 'push') {
    const commit = mapOf([['message', 'an ordinary change']], unknown('github.event.head_commit'));
    known.push(
      ['pull_request', null],
      ['inputs', null],
      ['ref', occasion.ref],
      ['deleted', false],
      ['head_commit', commit],
    );
  }
  if (occasion.event === 'release') known.push(['action', 'published']);
  return mapOf(known, unknown('github.event'));
}

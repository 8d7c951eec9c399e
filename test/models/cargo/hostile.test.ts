/** Manifests and cim.yaml files in which anything may stand anywhere: nothing throws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crateEdges } from '../../../src/models/cargo/crate-edges.ts';
import { crateView } from '../../../src/models/cargo/crate-input.ts';
import { hasOwnComment } from '../../../src/models/cargo/feature-docs.ts';
import { metadataProblems } from '../../../src/models/cargo/metadata.ts';
import { readPinning } from '../../../src/models/cargo/pinning.ts';
import { publishedPackages } from '../../../src/models/cargo/published.ts';
import { readCargoModule } from '../../../src/models/cargo/workspace.ts';
import { readCimYaml } from '../../../src/models/cim-yaml/cim-yaml.ts';
import { dependenciesProblems } from '../../../src/models/cim-yaml/dependencies.ts';
import * as fields from '../../../src/models/cim-yaml/fields.ts';
import { cargoFiles, readModule } from './read-module.ts';

const word = fc.constantFrom(
  'a',
  '..',
  '*',
  '',
  '1.0',
  '__proto__',
  'workspace',
  'src/lib.rs',
  'dep:a',
  'a?/b',
  'cim-a',
  '/abs',
  '2021',
  'MIT',
);
const key = fc.constantFrom(
  ...'package project workspace dependencies dev-dependencies target features lib bin example bench name version edition path git tag optional'.split(
    ' ',
  ),
  ...'members exclude default-members license license-file readme keywords categories publish build harness required-features rust-version'.split(
    ' ',
  ),
  '__proto__',
  'a',
);
const value: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    word.map((text) => JSON.stringify(text)),
    fc.constantFrom('1', 'true', 'false', '1979-05-27', '1.5'),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .uniqueArray(key, { maxLength: 3 })
      .chain((keys) =>
        fc
          .tuple(...keys.map(() => tie('value')))
          .map((values) => `{ ${keys.map((name, at) => `${name} = ${values[at]}`).join(', ')} }`),
      ),
  ),
})).value;
const section = fc
  .tuple(fc.array(key, { minLength: 1, maxLength: 3 }), fc.uniqueArray(key, { maxLength: 5 }))
  .chain(([path, keys]) =>
    fc.tuple(...keys.map(() => value)).map((values) => {
      const header =
        path.length === 1 && /^(?:bin|example|bench)$/.test(path[0] ?? '') ? `[[${path}]]` : `[${path.join('.')}]`;
      return [header, ...keys.map((name, at) => `${name} = ${values[at]}`)].join('\n');
    }),
  );
const manifest = fc.array(section, { maxLength: 5 }).map((sections) => sections.join('\n'));

describe('whatever a manifest says', () => {
  test('reading and judging it ends without an error', () => {
    let read = 0;
    fc.assert(
      fc.property(manifest, manifest, (root, member) => {
        const content = {
          'Cargo.toml': root,
          'a/Cargo.toml': member,
          'src/lib.rs': '',
          'a/src/main.rs': '',
          'examples/a.rs': '',
        };
        const result = readCargoModule(cargoFiles(content));
        if (result.kind !== 'module') return;
        read++;
        for (const one of publishedPackages(result.module)) {
          metadataProblems(one, []);
          for (const feature of one.features) hasOwnComment(feature);
          for (const target of one.targets) crateView(one, target, 'all');
        }
        readPinning(result.module);
        crateEdges(result.module, (path) => (path === 'a/Cargo.toml' ? member : undefined));
      }),
      { numRuns: 2_000 },
    );
    expect(read).toBeGreaterThan(50);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });
});

describe('whatever cim.yaml says', () => {
  const line = fc
    .tuple(
      fc.constantFrom('', '  ', '    ', '      - ', '  - '),
      fc.constantFrom(
        'module',
        'name',
        'type',
        'version',
        'maintainers',
        'github',
        'dependencies',
        'cim-a',
        'keywords',
        '*a',
        '? x',
      ),
      fc.constantFrom(':', ': x', ': [a, b]', ': {a: 1}', ': &a 1', ': "1.0"', ': null', ': @x', ''),
    )
    .map((parts) => parts.join(''));
  test('reading and judging it ends without an error', () => {
    const module = readModule({
      'Cargo.toml': '[package]\nname = "cim-x"\n[dependencies]\ncim-a = "1"',
      'src/lib.rs': '',
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const file = readCimYaml(`module:\n${lines.join('\n')}`);
        if (file.module === undefined) return;
        const judge = [fields.nameProblems, fields.typeProblems, fields.versionProblems, fields.descriptionProblems];
        const others = [
          fields.statusProblems,
          fields.categoryProblems,
          fields.maintainersProblems,
          fields.keywordsProblems,
        ];
        for (const one of [...judge, ...others]) one(file, fields.packageOf(file, module.packages));
        dependenciesProblems(file, module);
      }),
      { numRuns: 1_000 },
    );
  });
});

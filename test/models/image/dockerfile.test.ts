import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDockerfile, readDockerfile } from '../../../src/models/image/dockerfile.ts';
import { checkDockerfile } from '../../../src/models/image/image-check.ts';

const last = (text: string) => readDockerfile(text, 'Dockerfile').stages.at(-1);

describe('a Dockerfile', () => {
  test.each(['Dockerfile', 'docker/Dockerfile.prod', 'Containerfile', 'app.dockerfile'])('%s is one', (path) =>
    expect(isDockerfile(path)).toBe(true),
  );
  test.each(['Dockerfiles/readme.md', 'src/dockerfile.rs', 'docs/Dockerfile_notes.md'])('%s is none', (path) =>
    expect(isDockerfile(path)).toBe(false),
  );

  test('sources of the context, not those of stages, URLs and heredocs', () => {
    const stage = last(
      'FROM rust AS build\nFROM debian\nCOPY --from=build /out/app /app\nADD https://acme.io/x /x\nCOPY <<EOF /etc/motd\nhello\nEOF\nCOPY ["a b", "c", "/d/"]\nCOPY e \\\n  f /g/\n',
    );
    expect(stage?.sources.map(({ path, line }) => `${path}:${line}`)).toEqual(['a b:8', 'c:8', 'e:9', 'f:9']);
  });
  test('variables with and without a value', () => {
    const stage = last('ARG DIR=crates\nFROM rust\nARG OTHER\nCOPY $DIR/app ${OTHER}/b ${UNSET:-c} /d/\n');
    expect(stage?.sources.map(({ path, known }) => [path, known])).toEqual([
      ['crates/app', true],
      ['${OTHER}/b', false],
      ['c', true],
    ]);
  });
  test('exec and shell form; ENTRYPOINT forgets the CMD of its base', () => {
    expect(last('FROM a\nCMD ["x"]\nENTRYPOINT exec /usr/bin/app --flag')).toMatchObject({
      entrypoint: { words: ['exec', '/usr/bin/app', '--flag'] },
      command: undefined,
    });
    expect(last('FROM a AS base\nCMD ["x", "y"]\nFROM base')).toMatchObject({
      command: { words: ['x', 'y'], line: 2 },
    });
  });
  test('what docker refuses', () => {
    expect(readDockerfile('RUNN ls\n', 'Dockerfile').problems.map(({ message }) => message)).toEqual([
      'RUNN is no instruction',
      'no FROM: there is nothing to build',
    ]);
  });
  test('never throws', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'FROM a',
            'COPY',
            ' --from=',
            '["',
            '"]',
            '\\\n',
            '<<EOF',
            '\n',
            '$',
            '${',
            'ARG A=b',
            'CMD',
            '# escape=`',
            ' x',
          ),
        ),
        (parts) => readDockerfile(parts.join(''), 'Dockerfile') !== undefined,
      ),
    );
  });
});

describe('whether it builds and runs a binary', () => {
  const judge = (
    text: string,
    paths: readonly string[] = ['Cargo.toml', 'src/main.rs', 'crates/a/Cargo.toml', 'start.sh', 'deploy/nginx.conf'],
    path = 'Dockerfile',
    around: readonly string[] = [],
  ) => {
    const { problems, runs } = checkDockerfile(readDockerfile(text, path), {
      paths,
      around,
      text: () => '#!/bin/sh\nexec /app/cim-post "$@"\n',
      binaries: ['cim-post'],
    });
    return [
      ...problems.map(({ message, line }) => `${line}: ${message}`),
      ...(runs === undefined ? [] : [`${runs.line}: ${runs.message}`]),
    ];
  };
  test('of a module in a folder, from the root of the repository', () => {
    const text = 'FROM rust\nCOPY post/Cargo.toml shared ./\nCOPY gone ./\nCMD cargo run --release';
    const around = ['post/Cargo.toml', 'post/src/main.rs', 'shared/lib.rs'];
    expect(judge(text, ['Cargo.toml', 'src/main.rs'], 'Dockerfile', around)).toEqual([
      '3: gone is not tracked',
      '4: runs cargo run',
    ]);
  });
  test.each([
    ['FROM rust\nCOPY . .\nENTRYPOINT ["/usr/local/bin/cim-post"]', '3: runs cim-post'],
    ['FROM rust\nCOPY ./src Cargo.* ./\nCMD cargo run --release', '3: runs cargo run'],
    ['FROM rust\nCOPY crates/*/Cargo.toml ./\nCMD cim-post', '3: runs cim-post'],
    ['FROM rust\nCOPY start.sh /\nCMD ["/start.sh"]', '3: runs cim-post by start.sh'],
    ['FROM rust\nENV APP=cim-post\nENTRYPOINT /bin/$APP', '3: runs cim-post'],
  ])('%j', (text, expected) => expect(judge(text)).toEqual([expected]));
  test('beside the Dockerfile', () =>
    expect(judge('FROM nginx\nCOPY nginx.conf /\nCMD cim-post', undefined, 'deploy/Dockerfile')).toEqual([
      '3: runs cim-post',
    ]));
  test('a source that is not tracked, and another program', () =>
    expect(judge('FROM rust\nCOPY Cargo.lock ./\nCMD ["nginx"]')).toEqual([
      '2: Cargo.lock is not tracked',
      '3: the image runs none of cim-post',
    ]));
});

test('what is too long to be read is not judged', () => {
  expect(() => readDockerfile(`FROM a\n${'#'.repeat(9_000)}`, 'Dockerfile')).toThrow(
    /Dockerfile has a line longer than/,
  );
  expect(() => readDockerfile('FROM a\n'.repeat(50_000), 'x.Dockerfile')).toThrow(/x\.Dockerfile is longer than/);
});

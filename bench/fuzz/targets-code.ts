/** Fuzz targets: Rust, Nix, shell, Docker, make, just. */

import { flakeChecks } from '../../src/models/ci/flake-checks.ts';
import { fillRecipe, parseJustfile } from '../../src/models/ci/justfile.ts';
import { defaultTarget, expand, parseMakefile, ruleFor } from '../../src/models/ci/makefile.ts';
import { readDockerfile } from '../../src/models/image/dockerfile.ts';
import { checkDockerfile } from '../../src/models/image/image-check.ts';
import { checkNixPackages, nixImages } from '../../src/models/nix/package-check.ts';
import { readSnippet } from '../../src/models/readme/rust-snippet.ts';
import { buildCrate } from '../../src/models/rust/crate/crate-model.ts';
import { parseSourceFile } from '../../src/models/rust/parse.ts';
import { invocationsOf } from '../../src/models/shell/walk.ts';
import { invocationsOfWindows } from '../../src/models/shell/windows.ts';
import { readEverything } from '../../test/models/rust/read-everything.ts';
import { mustLie } from './must.ts';
import type { Target } from './targets.ts';

const rustWords =
  'fn |pub |pub(crate) |struct |enum |impl |trait |mod |use |crate::|self::|super::|*|as |unsafe |async |await|match |if |let |=> |-> |;|,|::|<T>|dyn |where |macro_rules! m |#[derive(Debug)]|#[cfg(test)]|#[path = "lib.rs"]|#![|//! |/// |/* |*/|r#"|"#|b\'|\'a |..=|$x:tt|$($x)*|m!{|m!()'.split(
    '|',
  );

/** The crate model with all its questions; more files than the one are made of its own pieces. */
function askCrate(text: string): void {
  const [root = '', ...others] = text.split('//--\n');
  const files = new Map([
    ['src/lib.rs', root],
    ...others.map((other, at): [string, string] => [`src/${'abcdefgh'[at]}.rs`, other]),
  ]);
  const model = buildCrate(
    { name: 'demo', kind: 'lib', root: 'src/lib.rs', edition: '2021', features: ['f'], dependencies: ['dep'] },
    {
      file: (path) => {
        const found = files.get(path);
        return found === undefined ? undefined : parseSourceFile(path, found);
      },
    },
  );
  model.publicItems();
  model.missingDocs();
  model.unreachablePub();
  model.unnameableTypes();
  model.missingDebug();
  model.undocumentedUnsafe();
  model.missingSafetyDocs();
  model.moduleEdges();
  model.exportExists('demo::a::b');
  model.resolve('a::b');
}

export const codeTargets: readonly Target[] = [
  { name: 'rust syntax', seeds: /\.rs$/, tokens: rustWords, run: readEverything },
  {
    name: 'rust crate',
    seeds: /\.rs$/,
    tokens: [...rustWords, '//--\n', 'mod a;', 'pub use a::*;', 'm!();'],
    run: askCrate,
  },
  { name: 'rust snippet', seeds: /\.rs$/, tokens: rustWords, run: readSnippet },
  {
    name: 'nix',
    seeds: /\.nix$/,
    tokens:
      "let |in |with |rec |inherit |import |./.|./x.nix|{ |}: |; |= |\"|''|${|} |[ |] |( |) |: |@|?|or |// |++ |if |then |else |assert |.packages|checks = |<nixpkgs>|#|/*|*/|...".split(
        '|',
      ),
    run: (text) => {
      flakeChecks(text);
      const world = {
        text: (path: string) => (path === 'flake.nix' || path.endsWith('x.nix') ? text : undefined),
        isTracked: (path: string) => path !== 'gone',
        version: '1.0.0',
        outside: [],
      };
      for (const { problems } of checkNixPackages(world))
        for (const { line, path } of problems) if (path !== undefined) mustLie(line, text, 'a problem');
      nixImages(['a.nix'], () => text);
    },
  },
  {
    name: 'shell',
    seeds: /\.(?:sh|bash)$/,
    tokens:
      "cargo test|&& |\\|\\| |; |\\| |& |if |then |else |fi|for x in |do |done|while |case x in |esac|;;|$(|)|`|${x:-|}|$x|\"|'|<<EOF\n|EOF\n|<<-'E'\n|2>&1 |>/dev/null|set -e\n|set +e\n|function f |f() {|exit 0|trap |eval |cd x|! |[[ |]] |(( |\\\n|#|source x|export A="
        .replaceAll('\\|', '\u0001')
        .split('|')
        .map((word) => word.replaceAll('\u0001', '|')),
    run: (text) => {
      const lines = text.split('\n').length;
      for (const errexit of [true, false])
        for (const { line } of invocationsOf(text, { errexit, pipefail: errexit }).invocations)
          if (line < 0 || line > lines) throw new Error(`an invocation lies at line ${line} of ${lines}`);
    },
  },
  {
    name: 'windows shell',
    seeds: /\.(?:ps1|cmd|sh)$/,
    tokens: [
      'cargo test',
      'if errorlevel 1 exit',
      '$env:X',
      '^\n',
      '`\n',
      '&&',
      '|',
      ';',
      '%X%',
      'call ',
      '@echo off\n',
    ],
    run: invocationsOfWindows,
  },
  {
    name: 'dockerfile',
    seeds: /Dockerfile$/,
    tokens:
      'FROM |AS |COPY |--from=|RUN |CMD |ENTRYPOINT |["|"]|ARG |ENV |ADD |WORKDIR |\\\n|# escape=`\n|<<EOF\n|EOF\n|${A:-|}|USER |ONBUILD |HEALTHCHECK |EXPOSE |/usr/local/bin/x|scratch'.split(
        '|',
      ),
    run: (text) => {
      const file = readDockerfile(text, 'Dockerfile');
      const judged = checkDockerfile(file, {
        paths: ['src/main.rs', 'Cargo.toml'],
        around: [],
        text: () => text,
        binaries: ['x'],
      });
      for (const { line } of judged.problems) mustLie(line, text, 'a problem');
    },
  },
  {
    name: 'makefile',
    seeds: /(?:Makefile|\.mk)$/,
    tokens:
      'a: b\n|\tcargo test\n|$(A)|$@|$*|%: %.x|A := b\n|A ?= c\n|A += d\n|include x\n|.PHONY: a\n|ifeq (a,b)\n|endif\n|define A\n|endef\n|\\\n|-|@|::|$(shell x)|.DEFAULT_GOAL := a\n'.split(
        '|',
      ),
    run: (text) => {
      const makefile = parseMakefile(text);
      const target = defaultTarget(makefile) ?? 'test';
      for (const { text: recipe } of ruleFor(makefile, target)?.rule.recipe ?? [])
        expand(recipe, makefile.variables, target);
    },
  },
  {
    name: 'justfile',
    seeds: /(?:justfile|\.just)$/,
    tokens:
      'test: build\n|    cargo test\n|x := "y"\n|{{x}}|{{|}}|[private]\n|@|-|set shell := ["bash"]\n|import \'x\'\n|mod x\n|if a == b { c } else { d }\n|`x`|\\\n|*ARGS|+ARGS|a="b"|#!/bin/sh\n|alias t := test\n|&& after'.split(
        '|',
      ),
    run: (text) => {
      const justfile = parseJustfile(text);
      for (const { lines } of justfile.recipes) for (const line of lines) fillRecipe(line.text, justfile.variables);
    },
  },
];

/** Images and packages that have what is asked for in name only. */
import { describe, test } from 'vitest';
import { breaks, holds, moduleOf, ready, reviews } from '../harness.ts';

const service = (files: Record<string, string>) =>
  moduleOf({
    'Cargo.toml': '[package]\nname = "depot"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\ntokio = "1"\n',
    'src/main.rs':
      '#[tokio::main]\nasync fn main() { loop { tokio::time::sleep(std::time::Duration::from_secs(1)).await; } }\n',
    ...files,
  });
const build = 'FROM rust:1.85 AS build\nWORKDIR /app\nCOPY . .\nRUN cargo build --release\n';

describe('deploy/docker', () => {
  test.each([
    [`${build}CMD ["echo", "depot"]\n`, /runs none of depot/],
    [`${build}CMD echo depot\n`, /runs none of depot/],
    [`${build}CMD ["sh", "-c", "ls target/release && sleep 9 depot"]\n`, /runs none of depot/],
    [`${build}ENTRYPOINT ["sleep"]\nCMD ["infinity", "depot"]\n`, /runs none of depot/],
    [`${build}FROM debian:bookworm\nENTRYPOINT ["/usr/bin/depot"]\n`, /nothing puts depot into the image/],
    [
      `${build}FROM debian:bookworm\nCOPY --from=build /app/Cargo.toml /etc/depot.toml\nENTRYPOINT ["/usr/bin/depot"]\n`,
      /nothing puts depot into the image/,
    ],
  ])('%j', async (dockerfile, message) => {
    await breaks('deploy/docker', service({ Dockerfile: dockerfile }), message);
  });
  test.each([
    `${build}CMD echo starting && exec ./target/release/depot\n`,
    `${build}FROM debian:bookworm\nCOPY --from=build /app/target/release/ /usr/bin/\nENTRYPOINT ["/usr/bin/depot"]\n`,
    `${build}FROM debian:bookworm AS base\nRUN curl -o /usr/bin/depot https://depot.dev\nFROM base\nCMD ["depot"]\n`,
    'FROM ghcr.io/depot/depot:1.0\nENTRYPOINT ["/usr/bin/depot"]\n',
    `${build}FROM gcr.io/distroless/cc\nCOPY --from=build /app/target/release/depot /\nCMD ["/depot"]\n`,
  ])('%j runs it', async (dockerfile) => {
    await holds('deploy/docker', service({ Dockerfile: dockerfile }), /runs depot/);
  });
  const ci = (run: string) =>
    service({
      '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${run}\n`,
    });
  test.each(['docker buildx create --use', 'docker run --rm build image', 'docker buildx ls'])(
    '%s builds none',
    async (run) => {
      await breaks('deploy/docker', ci(run), /no Dockerfile/);
    },
  );
  test('an image of nothing that is here is for a person', () =>
    reviews('deploy/docker', ci('docker build -t depot .'), /no Dockerfile of it is here/));
  test('what is no container is none', () =>
    breaks('deploy/docker', service({ 'host.nix': '{ boot.isContainer = false; }\n' }), /no Dockerfile/));
});

describe('deploy/nix', () => {
  const packages = (value: string) =>
    ready.with('flake.nix', (old) => old.replace(/packages = forAllSystems[\s\S]*?\n {6}\}\);/, `packages${value};`));
  test.each([
    ' = forAllSystems (system: { default = nixpkgs.legacyPackages.${system}.mkShell { }; })',
    ' = forAllSystems (system: { default = nixpkgs.legacyPackages.${system}.hello; })',
    '.x86_64-linux = { }',
    '.x86_64-linux.default = null',
    '.x86_64-linux.default = throw "not yet"',
    ' = let shell = nixpkgs.lib.mkShell { }; in { x86_64-linux.default = shell; }',
  ])('packages%s', async (value) => {
    await breaks('deploy/nix', packages(value), /no packages output/);
  });
  test('one that something builds', () =>
    holds('deploy/nix', packages('.x86_64-linux = { default = build { }; shell = mkShell { }; }')));
  test.each(['cargoHash = nixpkgs.lib.fakeHash;', 'cargoHash = "";', `cargoSha256 = "sha256-${'A'.repeat(43)}=";`])(
    '%s',
    async (hash) => {
      const module = ready.with('flake.nix', (old) => old.replace('cargoLock.lockFile = ./Cargo.lock;', hash));
      await breaks('deploy/nix', module, /is a stand-in/);
    },
  );
  test.each(['', '{}\n', 'lock'])('flake.lock: %j', async (lock) => {
    await breaks('deploy/nix', ready.with('flake.lock', lock), /flake\.lock locks nothing/);
  });
});

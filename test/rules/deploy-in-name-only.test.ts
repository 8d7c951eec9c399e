/** Images and packages that have what is asked for in name only. */
import { describe, test } from 'vitest';
import { breaks, doesNotApply, holds, moduleOf, ready, reviews } from '../harness.ts';

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
    [
      `${build}FROM debian:bookworm\nCOPY --from=builder /app/target/release/depot /bin/\nCMD ["depot"]\n`,
      /Dockerfile:6 no stage is called builder/,
    ],
    [
      `${build}FROM debian:bookworm\nCOPY --from=build /app/target/release/depot-server /bin/depot\nCMD ["depot"]\n`,
      /Dockerfile:6 cargo builds no depot-server: the binaries are depot/,
    ],
  ])('%j', async (dockerfile, message) => {
    await breaks('deploy/docker', service({ Dockerfile: dockerfile }), message);
  });
  test.each([
    `${build}CMD echo starting && exec ./target/release/depot\n`,
    `${build}FROM debian:bookworm\nCOPY --from=build /app/target/release/ /usr/bin/\nENTRYPOINT ["/usr/bin/depot"]\n`,
    `${build}FROM debian:bookworm AS base\nRUN curl -o /usr/bin/depot https://depot.dev\nFROM base\nCMD ["depot"]\n`,
    'FROM ghcr.io/depot/depot:1.0\nENTRYPOINT ["/usr/bin/depot"]\n',
    `${build}FROM debian:bookworm\nCOPY --from=0 /app/target/x86_64-unknown-linux-musl/release/depot /bin/\nCMD ["depot"]\n`,
    `FROM debian:bookworm\nCOPY --from=ghcr.io/depot/depot:1 /app/target/release/depot /bin/\nCMD ["depot"]\n`,
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
  test.each(['docker build tools', 'cd tools && docker compose build', 'docker build -f tools/Dockerfile .'])(
    'an image of another module is none: %s',
    async (run) => {
      const other = { 'tools/Cargo.toml': '[package]\nname = "tools"\nversion = "0.1.0"\n[workspace]\n' };
      const built = ci(run).with('tools/Cargo.toml', other['tools/Cargo.toml']).with('tools/Dockerfile', 'FROM a\n');
      await breaks('deploy/docker', built, /no image can be built|no Dockerfile/);
    },
  );
  test('an image that runs something else is for a person, too', () =>
    reviews(
      'deploy/docker',
      ci('docker build -f .devcontainer/Dockerfile .').with(
        '.devcontainer/Dockerfile',
        'FROM debian:12\nCMD ["bash"]\n',
      ),
      /no Dockerfile here runs a binary/,
    ));
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
    '.x86_64-linux = { inherit (depot.packages.x86_64-linux) default server; }',
    '.x86_64-linux.default = depot.packages.x86_64-linux.default',
    ' = forAllSystems (system: { default = inputs.depot.packages.${system}.default; })',
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
  test('a hash that nobody looks at beside the lock file', () =>
    holds(
      'deploy/nix',
      ready.with('flake.nix', (old) =>
        old.replace('cargoLock.lockFile = ./Cargo.lock;', 'cargoLock.lockFile = ./Cargo.lock; cargoHash = "";'),
      ),
    ));
  test.each(['', '{}\n', 'lock'])('flake.lock: %j', async (lock) => {
    await breaks('deploy/nix', ready.with('flake.lock', lock), /flake\.lock locks nothing/);
  });
});

const program = (main: string, dependencies = '') =>
  moduleOf({
    'Cargo.toml': `[package]\nname = "depot"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\ntokio = "1"\naxum = "0.8"\n${dependencies}`,
    'src/main.rs': main,
  });
const running = (body: string, rest = '', dependencies = '') =>
  program(
    `#[tokio::main]\nasync fn main() {\n    ${body}\n    loop { tokio::time::sleep(std::time::Duration::from_secs(1)).await; }\n}\n${rest}\n`,
    dependencies,
  );
const library = (code: string, dependencies = '') =>
  moduleOf({
    'Cargo.toml': `[package]\nname = "depot"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\ntokio = "1"\n${dependencies}`,
    'src/lib.rs': code,
  });

describe('deploy/shutdown', () => {
  const term = 'tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())';
  test.each([
    `let _term = ${term};`,
    `let _ = ${term};`,
    'signal_hook::flag::register(signal_hook::consts::SIGHUP, f);',
  ])('nobody hears %s', async (code) => {
    await breaks('deploy/shutdown', running(`tokio::spawn(work()); ${code}`), /neither signal nor cancellation/);
  });
  test('heard, and the tasks are left alone', () =>
    reviews(
      'deploy/shutdown',
      running(`tokio::spawn(work()); let mut term = ${term}.unwrap(); term.recv().await; std::process::exit(0);`),
      /nothing is seen that ends the tasks/,
    ));
  test('heard, and the tasks are told', () =>
    holds(
      'deploy/shutdown',
      running(`tokio::spawn(work(stop)); let mut term = ${term}.unwrap(); term.recv().await; stop.cancel();`),
    ));
  test('heard, and there is no task', () =>
    holds('deploy/shutdown', running(`let mut term = ${term}.unwrap(); term.recv().await; return;`)));
  test.each([
    'pub fn a(handle: &tokio::runtime::Handle) { handle.spawn(work()); }',
    'pub struct A { rt: tokio::runtime::Runtime }\nimpl A { pub fn a(&self) { self.rt.spawn(work()); } }',
    'pub fn a() { tokio::runtime::Handle::current().spawn(work()); }',
    'pub fn a(set: &tokio::task::LocalSet) { set.spawn_local(work()); }',
  ])('a library spawns by %s', async (code) => {
    await breaks('deploy/shutdown', library(code), /starts a task that nothing ends/);
  });
  test('a process is no task', () =>
    doesNotApply('deploy/shutdown', library('pub fn a(c: &mut std::process::Command) { c.spawn(); }'), /no task/));
});

describe('deploy/metrics', () => {
  const promising = 'prometheus = "0.13"\nmetrics = "0.24"\n';
  test.each([
    'let registry = prometheus::Registry::new();',
    'metrics::describe_counter!("a", "what it counts");',
    'prometheus::register_int_counter!("a", "what it counts");',
  ])('nothing is emitted by %s', async (code) => {
    await breaks('deploy/metrics', running(code, '', promising), /nothing is emitted/);
  });
  test('a counter that counts', () =>
    holds('deploy/metrics', running('prometheus::register_int_counter!("a", "b").unwrap().inc();', '', promising)));
  test('a macro of the crate is no macro of tracing', () =>
    breaks(
      'deploy/metrics',
      program(
        'macro_rules! info { ($($t:tt)*) => {} }\n#[tokio::main]\nasync fn main() { info!("x"); loop { tokio::time::sleep(D).await; } }\n',
        'tracing = "0.1"\n',
      ),
      /nothing is emitted/,
    ));
  test.each(['pub async fn a() {}', 'pub fn a(l: &mut String) { std::io::stdin().read_line(l); }'])(
    'a library that is not pure: %s',
    async (code) => {
      await breaks('deploy/metrics', library(code), /neither traces nor metrics/);
    },
  );
});

describe('what stays up', () => {
  test.each([
    '#[tokio::main]\nasync fn main() { while !stop.load(Ordering::Relaxed) { tokio::time::sleep(D).await; } }\n',
    '#[tokio::main]\nasync fn main() { c.subscribe("a.b").await.unwrap().for_each(|m| async move { drop(m) }).await; }\n',
    '#[rocket::launch]\nfn rocket() -> _ { rocket::build() }\n',
    '#[tokio::main]\nasync fn main() { tokio::select! { _ = tokio::signal::ctrl_c() => {}, _ = others::run() => {} } }\n',
    '#[tokio::main]\nasync fn main() { tokio::select! { _ = tokio::signal::ctrl_c() => {}, _ = work() => {} } }\nasync fn work() { let mut s = socket().await; while let Some(m) = s.next().await { drop(m); } }\n',
    '#[tokio::main]\nasync fn main() { loop { tokio::select! { _ = tokio::signal::ctrl_c() => break, _ = step() => {} } } }\nasync fn step() {}\n',
    'fn main() { ctrlc::set_handler(move || tx.send(())); rx.recv(); }\n',
    'fn main() { let s = tiny_http::Server::http("x").unwrap(); for r in s.incoming_requests() { drop(r); } }\n',
  ])('%s', async (main) => {
    await breaks('deploy/health', program(main, 'rocket = "0.5"\n'), /answers nobody/);
  });
  test('a server that one of several globs brings in, and settings that its framework reads', async () => {
    const served =
      '#[actix_web::main]\nasync fn main() { use leptos::*; use actix_web::*; let c = get_configuration(None).await; HttpServer::new(app).bind(c.addr).run().await; }\n';
    const site = program(served, 'actix-web = "4"\nleptos = "0.6"\n');
    await breaks('deploy/health', site, /it serves with actix_web::HttpServer::new/);
    await holds('deploy/env-config', site, /leptos::get_configuration/);
    const other = program(served.replace('HttpServer', 'Other'), 'actix-web = "4"\nleptos = "0.6"\n');
    await doesNotApply('deploy/health', other, /no binary of the module stays up/);
  });
  test.each([
    'fn main() { while !input.is_empty() { std::thread::sleep(D); input.pop(); } }\n',
    'fn main() { items.iter().for_each(|one| println!("{one}")); c.subscribe(x); }\n',
    '#[tokio::main]\nasync fn main() { let stop = tokio::signal::ctrl_c(); let work = run(); tokio::select! { biased; _ = stop => {}, _ = work => {} } }\nasync fn run() { step(); }\n',
    'fn main() { ctrlc::set_handler(|| std::process::exit(130)); convert(); }\nfn convert() {}\n',
  ])('%s ends by itself', async (main) => {
    await doesNotApply('deploy/health', program(main), /no binary of the module stays up/);
  });
});

describe('deploy/health', () => {
  test.each([
    'let url = client.endpoint("/health");',
    'let url = uri.path("/health");',
    'client.subscribe("depots.*.health").await;',
    'depot.service_builder();',
  ])('somebody else answers: %s', async (code) => {
    await breaks('deploy/health', running(code), /answers nobody/);
  });
  test.each(['axum::Router::new().route("/health", get(h));', 'client.subscribe("depot.health").await;'])(
    'the service answers: %s',
    async (code) => {
      await holds('deploy/health', running(code));
    },
  );
});

describe('deploy/env-config', () => {
  const port = 'let p = std::env::var("PORT");';
  test.each([
    ['tokio::net::TcpListener::bind(("0.0.0.0", 8080)).await;', /8080\) given to bind/],
    ['tokio::net::TcpListener::bind((std::net::Ipv4Addr::UNSPECIFIED, 8080)).await;', /8080\) given to bind/],
    ['tokio::net::TcpListener::bind(ADDR).await;', /0\.0\.0\.0:8080 \(ADDR\) in main/],
    ['let c = config::Config::builder().add_source(config::File::with_name("x")); go("nats://a:4222");', /nats:/],
  ])('%s', async (code, message) => {
    await breaks('deploy/env-config', running(port + code, 'const ADDR: &str = "0.0.0.0:8080";'), message);
  });
  test.each([
    'tokio::net::TcpListener::bind(("0.0.0.0", port)).await;',
    'let a = std::env::var("ADDR").unwrap_or(ADDR.to_string());',
    'let c = config::Config::builder().add_source(config::Environment::with_prefix("X")); go("nats://a:4222");',
    'let c = tonic::transport::Endpoint::try_from(ADDR).connect_with_connector(connector);',
  ])('settable: %s', async (code) => {
    await holds('deploy/env-config', running(port + code, 'const ADDR: &str = "0.0.0.0:8080";'));
  });
  test.each(['settings.get("addr").unwrap_or(ADDR)', 'read(strings).unwrap_or_else(|| "0.0.0.0:8080".to_string())'])(
    'what it stands in for may be set elsewhere: %s',
    async (value) => {
      const code = `${port} let a = ${value};`;
      const message = /1 address stands in for what may come from elsewhere[\s\S]*0\.0\.0\.0:8080/;
      await reviews('deploy/env-config', running(code, 'const ADDR: &str = "0.0.0.0:8080";'), message);
    },
  );
});

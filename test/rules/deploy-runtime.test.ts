import { describe, test } from 'vitest';
import { breaks, doesNotApply, holds, moduleOf, opens, ready, reviews } from '../harness.ts';

const manifest = (dependencies: string) =>
  `[package]\nname = "cim-post"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n${dependencies}`;

/** A crate with a binary; `tokio`, `axum`, `async-nats`, `tracing` and `clap` are at hand. */
const program = (main: string, files: Record<string, string> = {}) =>
  moduleOf({
    'Cargo.toml': manifest(
      'tokio = "1"\naxum = "0.8"\nasync-nats = "0.40"\ntokio-util = "0.7"\nfutures = "0.3"\nclap = "4"\n',
    ),
    'src/main.rs': main,
    ...files,
  });
const library = (lib: string, dependencies = 'tokio = "1"\n') =>
  moduleOf({ 'Cargo.toml': manifest(dependencies), 'src/lib.rs': lib });

/** A service that subscribes; `setup` runs before it reads, `address` is where it connects. */
const subscriber = (
  setup: string,
  address = 'std::env::var("NATS_URL").unwrap_or_else(|_| "nats://localhost:4222".into())',
) =>
  program(`use futures::StreamExt;
#[tokio::main]
async fn main() {
    let address = ${address};
    ${setup}
    run(&address).await;
}
async fn run(address: &str) {
    let client = async_nats::connect(address).await.expect("connects");
    let mut messages = client.subscribe("post.parcel.sent").await.expect("subscribes");
    while let Some(message) = messages.next().await {
        tokio::spawn(handle(message));
    }
}
async fn handle(message: async_nats::Message) {}
`);
const server = (routes: string) =>
  program(`#[tokio::main]
async fn main() {
    let app = axum::Router::new()${routes};
    let listener = tokio::net::TcpListener::bind(std::env::var("ADDRESS").unwrap()).await.unwrap();
    axum::serve(listener, app).await.unwrap();
}`);
const tool = program('fn main() { println!("done"); }');
const broken = program('fn main() { ');

describe('what makes a service', () => {
  test('a subscription that is read', () =>
    breaks('deploy/health', subscriber(''), /cim-post stays up: it reads what it gets by subscribe/));
  test('a server', () => breaks('deploy/health', server(''), /cim-post stays up: it serves with/));
  test('a loop without end', () =>
    breaks(
      'deploy/health',
      program('fn main() { loop { std::thread::sleep(std::time::Duration::from_secs(1)); } }'),
      /loops without end/,
    ));
  test('a server that is built, and run by somebody else', () =>
    breaks(
      'deploy/health',
      program('fn main() { set_up().run(); }\nfn set_up() -> ServerBuilder { actix_server::Server::build() }'),
      /stays up: it serves with actix_server::Server::build/,
    ));
  test('a channel inside the program is no subscription', () =>
    doesNotApply(
      'deploy/health',
      program(
        'async fn main() { let (tx, _) = tokio::sync::watch::channel(0); let mut rx = tx.subscribe(); while rx.changed().await.is_ok() {} }',
      ),
      /no binary of the module stays up/,
    ));
  const queue = (main: string) =>
    program(main, {
      'src/lib.rs': `pub struct Queue;
pub struct Server { queue: Queue }
impl Server { pub async fn take(&self) { loop { self.wait().await; } } }
impl Queue { pub fn take(&self) {} }
pub static SERVER: LazyLock<Server> = LazyLock::new(|| Server { queue: Queue });
pub fn open() -> Server { todo!() }
#[derive(Default)] pub struct Desk { pub server: Server }
`,
    });
  test('a method of the same name, of a type that the program never has', () =>
    doesNotApply('deploy/health', queue('fn main() { cim_post::Queue.take(); }'), /no binary of the module stays up/));
  test.each([
    'fn main() { cim_post::SERVER.take(); }',
    'fn main() { cim_post::open().take(); }',
    'fn main() { cim_post::Desk::default().server.take(); }',
  ])('a method of a type that comes by other names: %s', async (main) => {
    await breaks('deploy/health', queue(main), /stays up: it loops without end/);
  });
  test('a function of the same name elsewhere is not called', () =>
    doesNotApply(
      'deploy/health',
      program(
        'mod daemon { pub fn start() { loop { std::thread::park(); } } }\nmod tool { pub fn start() {} }\nfn main() { tool::start(); }',
      ),
      /no binary of the module stays up/,
    ));
  test('a loop that ends makes none', () =>
    doesNotApply(
      'deploy/health',
      program('fn main() { loop { std::thread::sleep(std::time::Duration::from_secs(1)); break; } }'),
      /no binary/,
    ));
  test('a tool is none', () => doesNotApply('deploy/health', tool, /no binary of the module stays up/));
  test('nor is a server in a test', () =>
    doesNotApply(
      'deploy/health',
      program('fn main() {}\n#[cfg(test)] mod tests { async fn t() { axum::serve(1, 2).await; } }'),
      /no binary/,
    ));
});

describe('deploy/health', () => {
  test('a route', () =>
    holds('deploy/health', server('.route("/healthz", axum::routing::get(|| async { "ok" }))'), /route \/healthz/));
  test('a function that is mounted with its route', () =>
    holds(
      'deploy/health',
      program(
        '#[get("/alive")]\nfn alive() -> &str { "yes" }\nfn main() { rocket::build().mount("/", routes![alive]).launch(); }',
      ),
      /src\/main\.rs:1 route \/alive/,
    ));
  test('a route that may tell other things', () =>
    reviews('deploy/health', server('.route("/status", get(told))'), /route \/status: whether it tells the health/));
  test('a route about something else', () =>
    breaks('deploy/health', server('.route("/parcels/health-insurance", axum::routing::get(all))'), /answers nobody/));
  const handler = (code: string) =>
    server('.fallback(answer)').with('src/main.rs', (old) => `${old}\nasync fn answer(request: Request) { ${code} }\n`);
  test.each([
    'match request.uri().path() { "/live" => alive(), "/metrics" => told(), _ => nothing() }',
    'match (request.method(), path) { (&Method::GET, "/ready") => alive(), _ => nothing() }',
    'if request.uri().path() == "/healthz" { alive() }',
  ])('a path that is asked for: %s', async (code) => {
    await holds('deploy/health', handler(code), /src\/main\.rs:\d+ route \/(?:live|ready|healthz)$/m);
  });
  test.each(['match file { "/live" => a(), _ => b() }', 'let url = "/ready"; send(request.path(), "/live");'])(
    'no path that is asked for: %s',
    async (code) => {
      await breaks('deploy/health', handler(code), /answers nobody/);
    },
  );
  test('a subject', () =>
    holds(
      'deploy/health',
      subscriber('let c = async_nats::connect("x").await.unwrap(); c.subscribe("post.health.ping").await.unwrap();'),
      /subject post\.health\.ping/,
    ));
  test('code that does not parse is broken', () => breaks('deploy/health', broken, /src\/main\.rs:1 .*does not parse/));
});

describe('deploy/env-config', () => {
  test('settings that an associated function reads', () =>
    holds(
      'deploy/env-config',
      program(`struct Config { address: String }
impl Config {
    fn from_env() -> Self {
        Self { address: std::env::var("NATS_URL").unwrap_or_else(|_| "nats://localhost:4222".into()) }
    }
}
#[tokio::main]
async fn main() {
    let config = Config::from_env();
    let client = async_nats::connect(config.address).await.expect("connects");
    let mut messages = client.subscribe("post.parcel.sent").await.expect("subscribes");
    while let Some(message) = messages.next().await { println!("{message:?}"); }
}
`),
      /std::env::var NATS_URL/,
    ));
  test('an address with a default behind a variable', () =>
    holds('deploy/env-config', subscriber(''), /std::env::var NATS_URL/));
  test('an address that stands in the code', () =>
    breaks(
      'deploy/env-config',
      subscriber('', '"nats://localhost:4222".to_string()'),
      /src\/main\.rs:4 nats:\/\/localhost:4222 in main/,
    ));
  test('an address in code that the service never comes to', () =>
    holds(
      'deploy/env-config',
      subscriber('').with('src/main.rs', (old) => `${old}fn demo() { dial("nats://localhost:4222".to_string()); }\n`),
      /std::env::var NATS_URL/,
    ));
  const client = (code: string) =>
    moduleOf({
      'Cargo.toml': manifest('async-nats = "0.40"\n'),
      'src/lib.rs': `pub mod config;\n${code}\n`,
      'src/config.rs': 'pub const NATS_URL: &str = "nats://localhost:4222";\n',
    });
  test('an address in a constant that a library hands to connect', async () => {
    await breaks(
      'deploy/env-config',
      client('use crate::config::NATS_URL;\npub async fn f(o: Options) { o.connect(NATS_URL).await; }'),
      /src\/lib\.rs:3 nats:\/\/localhost:4222 \(NATS_URL\) given to connect/,
    );
    await doesNotApply(
      'deploy/env-config',
      client('pub async fn f(o: Options, url: &str) { o.connect(url).await; }'),
      /nothing to configure/,
    );
  });
  test('a log filter alone is no configuration', () =>
    breaks(
      'deploy/env-config',
      subscriber('', 'std::env::var("RUST_LOG").unwrap()'),
      /nothing is read from the environment/,
    ));
  test('an argument without env', () =>
    breaks(
      'deploy/env-config',
      program(
        '#[derive(clap::Parser)]\nstruct Args {\n    #[arg(long)]\n    nats_url: String,\n}\nfn main() { let args = Args::parse(); loop { std::thread::park(); } }',
      ),
      /src\/main\.rs:3 argument nats_url without env/,
    ));
  test('an argument with env', () =>
    holds(
      'deploy/env-config',
      program(
        '#[derive(clap::Parser)]\nstruct Args {\n    #[arg(long, env = "NATS_URL")]\n    nats_url: String,\n}\nfn main() { let args = Args::parse(); loop { std::thread::park(); } }',
      ),
      /argument nats_url from the environment/,
    ));
  const listening = (take: string) =>
    program(
      `#[derive(clap::Parser)]\nstruct Args {\n    #[arg(long)]\n    api_key: Option<String>,\n}\nfn main() { let args = Args::parse(); let key = ${take}; loop { std::thread::park(); } }`,
    );
  test('an argument that a variable stands in for', async () => {
    const read = 'std::env::var("API_KEY").ok()';
    await holds('deploy/env-config', listening(`args.api_key.or_else(|| ${read})`), /argument api_key from the env/);
    await breaks('deploy/env-config', listening(`(args.api_key, ${read})`), /argument api_key without env/);
  });
  test('an argument of another program of the module', () =>
    holds(
      'deploy/env-config',
      program('fn main() { let a = std::env::var("A"); loop { std::thread::park(); } }', {
        'src/lib.rs': '#[derive(clap::Parser)]\npub struct ToolArgs {\n    #[arg(long)]\n    pub token: String,\n}\n',
        'src/bin/tool.rs': 'fn main() { let args = cim_post::ToolArgs::parse(); }',
      }),
      /std::env::var A/,
    ));
  test('a constant that is only the default of a variable', () =>
    holds(
      'deploy/env-config',
      program(
        'const DEFAULT: &str = "0.0.0.0:80";\nfn main() { let a = std::env::var("A").unwrap_or(DEFAULT.into()); loop { std::thread::park(); } }',
      ),
      /std::env::var A/,
    ));
  test('a library with nothing to configure', () =>
    doesNotApply('deploy/env-config', library('pub fn a() {}'), /nothing to configure/));
  test('a library that connects to an address of its own', () =>
    breaks(
      'deploy/env-config',
      library('pub async fn a() { tokio::net::TcpStream::connect("10.0.0.1:4222").await; }'),
      /10\.0\.0\.1:4222 given to connect/,
    ));
  test('a library whose default can be replaced', () =>
    doesNotApply(
      'deploy/env-config',
      library(
        'pub struct C { pub u: String }\nimpl Default for C { fn default() -> Self { C { u: "nats://localhost:4222".into() } } }',
      ),
      /nothing to configure/,
    ));
});

describe('deploy/metrics', () => {
  const events = 'pub async fn a() { tracing::info!("sent"); }';
  test('events of tracing', () =>
    holds('deploy/metrics', library(events, 'tracing = "0.1"\n'), /src\/lib\.rs:1 tracing::info!/));
  test('a metric that is made and counted', async () => {
    const made = 'pub fn a() { let sent = prometheus::IntCounter::new("sent", "parcels").unwrap();';
    await holds('deploy/metrics', library(`${made} sent.inc(); }`, 'prometheus = "0.13"\n'), /IntCounter::new/);
    await breaks(
      'deploy/metrics',
      library(`${made} std::fs::read("a"); }`, 'prometheus = "0.13"\n'),
      /nothing is emitted/,
    );
  });
  test('one alone is not counted, several are', async () => {
    const one = 'pub fn a() { tracing::info!("x"); }';
    await holds('deploy/metrics', library(one, 'tracing = "0.1"\n'), /tracing::info!$/);
    await holds(
      'deploy/metrics',
      library(`${one}\npub fn b() { tracing::warn!("y"); }`, 'tracing = "0.1"\n'),
      /info!, and 1 more/,
    );
  });
  test('an attribute', () =>
    holds(
      'deploy/metrics',
      library('use tracing::instrument;\n#[instrument]\npub fn a() {}', 'tracing = "0.1"\n'),
      /#\[instrument\]/,
    ));
  test('declared and never used', () =>
    breaks(
      'deploy/metrics',
      library('pub fn a() { println!("sent"); }', 'tracing = "0.1"\n'),
      /tracing is declared and never used/,
    ));
  test('I/O without any', () =>
    breaks(
      'deploy/metrics',
      library('pub fn a() { std::fs::read("x"); }'),
      /neither traces nor metrics.*\n.*std::fs::read/,
    ));
  test('I/O is shown rather than what is only asynchronous', async () => {
    const lock = 'pub fn a() { tokio::sync::RwLock::new(1); }';
    await breaks(
      'deploy/metrics',
      library(`${lock} pub async fn b() { c().await } pub fn d() { std::fs::read("x"); }`),
      /neither traces nor metrics.*\n.*std::fs::read/,
    );
    await breaks('deploy/metrics', library(lock), /is asynchronous\n.*tokio::sync::RwLock::new/);
  });
  test('a pure library', () => doesNotApply('deploy/metrics', library('pub fn a() {}', ''), /pure library/));
  test('an error of I/O that is made is none', () =>
    doesNotApply('deploy/metrics', library('pub fn a() -> std::io::Error { std::io::Error::other("x") }', ''), /pure/));
  test('a crate that bears the name of a client, and one that only exits', async () => {
    const named = library('pub mod util { pub fn f() {} }\npub fn a() { crate::util::f(); std::process::exit(1) }', '');
    const client = named.with('Cargo.toml', (old) => old.replace('cim-post', 'reqwest'));
    for (const one of [named, client]) await doesNotApply('deploy/metrics', one, /pure library/);
  });
  test('events in tests only', () =>
    doesNotApply(
      'deploy/metrics',
      library('#[cfg(test)] mod tests { fn a() { tracing::info!("x"); } }', ''),
      /pure library/,
    ));
});

describe('deploy/shutdown', () => {
  const actix = (more: string) =>
    program(`async fn main() { actix_web::HttpServer::new(app)${more}.bind(address()).unwrap().run().await; }`);
  test('a server that heeds SIGTERM by itself', () =>
    holds('deploy/shutdown', actix(''), /actix_web::HttpServer::new, which ends gracefully on SIGTERM/));
  test('a server that is told to heed no signals', () =>
    breaks('deploy/shutdown', actix('.disable_signals()'), /neither signal nor cancellation/));
  test('SIGTERM', () =>
    holds(
      'deploy/shutdown',
      subscriber(
        'let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).unwrap(); term.recv().await; stop.cancel();',
      ),
      /tokio::signal::unix::signal/,
    ));
  const handed = (kinds: string) =>
    subscriber(`tokio::select! { ${kinds} }; stop.cancel();`).with(
      'src/main.rs',
      (old) =>
        `${old}\nuse tokio::signal::unix::{signal, SignalKind};\nasync fn heard(kind: SignalKind) { signal(kind).unwrap().recv().await; }\n`,
    );
  test('the kind of signal that a parameter brings', async () => {
    const interrupt = '_ = heard(SignalKind::interrupt()) => {}';
    const both = `${interrupt} _ = heard(SignalKind::terminate()) => {}`;
    await holds('deploy/shutdown', handed(both), /SignalKind::terminate$/m);
    await reviews('deploy/shutdown', handed(interrupt), /only Ctrl-C/);
  });
  test('Ctrl-C alone is for a person to judge', () =>
    reviews('deploy/shutdown', subscriber('tokio::spawn(async { tokio::signal::ctrl_c().await });'), /only Ctrl-C/));
  test('nothing', () => breaks('deploy/shutdown', subscriber(''), /neither signal nor cancellation/));
  test('a library that spawns nothing', () =>
    doesNotApply('deploy/shutdown', library('pub fn a() {}'), /no task is spawned/));
  test('a library whose task nothing ends', () =>
    breaks(
      'deploy/shutdown',
      library('pub fn a() { tokio::spawn(async { loop { b().await } }); }'),
      /tokio::spawn starts a task that nothing ends/,
    ));
  test('a library whose task is cancelled', () =>
    holds(
      'deploy/shutdown',
      library(
        'pub fn a(stop: T) { tokio::spawn(async move { tokio::select! { _ = stop.cancelled() => {}, _ = b() => {} } }); }',
      ),
      /cancellation by cancelled/,
    ));
  test('a library beside which only Ctrl-C is heard', () =>
    reviews(
      'deploy/shutdown',
      library('pub fn a() { tokio::spawn(async { b().await }); }\npub async fn c() { tokio::signal::ctrl_c().await; }'),
      /only Ctrl-C is handled: whether it ends the tasks/,
    ));
  const held = (name: string) =>
    library(
      `pub struct S { task: H }\nimpl S { pub fn start() -> S { S { task: tokio::spawn(async {}) } } pub fn ${name}(&mut self) { self.task.abort(); } }`,
    );
  test('a library whose task is aborted when it is stopped', () =>
    holds('deploy/shutdown', held('stop'), /its task is aborted in stop/));
  test('but not when it is polled', () => breaks('deploy/shutdown', held('poll'), /nothing ends/));
  test('of a service that says nothing of signals', () =>
    breaks(
      'deploy/shutdown',
      subscriber('struct T(H); impl Drop for T { fn drop(&mut self) { self.0.abort(); } }'),
      /neither signal nor cancellation/,
    ));
  test('taking items out of a list drains no connection', () =>
    breaks(
      'deploy/shutdown',
      library('pub fn a(mut v: Vec<u8>) { v.drain(..); tokio::spawn(async {}); }'),
      /nothing ends/,
    ));
});

test('the ready module is a library', () => doesNotApply('deploy/shutdown', ready, /no task is spawned/));
test('a manifest that cannot be read decides nothing', () =>
  opens('deploy/health', moduleOf({ 'Cargo.toml': new Uint8Array([0]) }), /binary/));

describe('deploy/docker', () => {
  const service = 'fn main() { loop { std::thread::park(); } }';
  const image =
    'FROM rust AS build\nCOPY . .\nRUN cargo build --release\nFROM debian\nCOPY --from=build /target/release/cim-post /bin/\nENTRYPOINT ["cim-post"]\n';
  test('a Dockerfile that runs the binary', () =>
    holds('deploy/docker', program(service, { Dockerfile: image }), /Dockerfile:6 runs cim-post/));
  test('one whose source is missing', () =>
    breaks(
      'deploy/docker',
      program(service, { Dockerfile: image.replace('COPY . .', 'COPY Cargo.lock .') }),
      /Dockerfile:2 Cargo\.lock is not tracked/,
    ));
  test('one that runs another program', () =>
    breaks(
      'deploy/docker',
      program(service, { Dockerfile: image.replace('["cim-post"]', '["nginx"]') }),
      /the image runs none of cim-post/,
    ));
  test('none', () => breaks('deploy/docker', program(service), /no Dockerfile/));
  test('dockerTools of Nix', () =>
    holds(
      'deploy/docker',
      program(service, { 'nix/image.nix': '{ pkgs }: pkgs.dockerTools.buildLayeredImage { name = "post"; }' }),
      /nix\/image\.nix:1 pkgs\.dockerTools/,
    ));
  test('a NixOS container', () =>
    holds(
      'deploy/docker',
      program(service, { 'container.nix': '{ ... }: { boot = { isContainer = true; }; }' }),
      /container\.nix:1 isContainer/,
    ));
  test('a Nix file that does not parse is named', () =>
    breaks(
      'deploy/docker',
      program(service, { 'container.nix': '{ ... }: {' }),
      /container\.nix:1 container\.nix does not parse/,
    ));
  test('CI builds it', () =>
    holds(
      'deploy/docker',
      program(service, {
        // what it copies CI has built before
        Dockerfile: 'FROM scratch\nCOPY target/release/cim-post /cim-post\nENTRYPOINT ["/cim-post"]\n',
        '.github/workflows/ci.yml':
          'on: push\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n',
      }),
      /ci\.yml:6 docker\/build-push-action/,
    ));
  test('a tool needs none', () => doesNotApply('deploy/docker', tool, /no binary/));
});

describe('what a program reaches', () => {
  const post = (main: string, lib: string) => program(main, { 'src/lib.rs': lib });
  const lib = `pub struct Options { pub host: String, pub port: u16 }
impl Default for Options { fn default() -> Self { Options { host: "localhost".to_string(), port: 4222 } } }
pub struct Post;
impl Post {
    pub fn open(options: Options) -> Self { Post }
    pub async fn run(&self) { use tokio::signal::unix::{signal as listen, SignalKind}; listen(SignalKind::terminate()); loop { self.turn().await } }
    async fn turn(&self) {}
}
`;
  test('the default of what a parameter asks for, through the library', () =>
    breaks(
      'deploy/env-config',
      post('#[tokio::main]\nasync fn main() { cim_post::Post::open(Default::default()).run().await }', lib),
      /src\/lib\.rs:2 localhost in Options::default/,
    ));
  test('a use inside a function', () =>
    holds(
      'deploy/shutdown',
      post('#[tokio::main]\nasync fn main() { cim_post::Post.run().await }', lib),
      /src\/lib\.rs:6 tokio::signal::unix::signal/,
    ));
  test('an associated function of the binary', () =>
    holds(
      'deploy/env-config',
      program(
        'struct C; impl C { fn from_env() -> C { std::env::var("POST_URL"); C } }\nfn main() { C::from_env(); loop { std::thread::park(); } }',
      ),
      /std::env::var POST_URL/,
    ));
});

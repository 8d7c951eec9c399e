/**
 * Pieces of Rust that give the readers of crates something to do. `§` is the number of the piece, `§+` of the next and `§-` of
 * the one before; names are those of `head` in shapes.ts.
 */

const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** One or a few statements each. */
export const statements: readonly string[] = lines(`
  client.publish("shop.order.e§", payload.clone()).await.unwrap();
  let _ = client.publish(format!("shop.{}.e§", name), payload.clone()).await;
  client.publish(subject§, payload.clone()).await.ok();
  let subject§ = subject§-; client.publish(subject§, payload.clone()).await?;
  let subject§ = match kind { 1 => "shop.a§", _ => "shop.b§" }; client.publish(subject§, payload.clone()).await?;
  if let Ok(m§) = client.request("shop.order.e§", payload.clone()).await { take(m§); }
  match client.request("shop.order.e§", payload.clone()).await { Ok(m) => take(m), Err(_) => {} }
  let sub§ = client.subscribe("shop.order.*").await?; while let Some(m§) = sub§.next().await { m§.ack().await?; }
  let c§ = async_nats::connect("nats://localhost:4222").await?;
  for m in client.fetch(§).await? { m.ack().await.unwrap(); }
  let cfg§ = Stream { subjects: vec!["shop.order.e§".to_string()], filter_subject: "shop.>".into() };
  let e§ = OrderEvent::Paid { event_id: id, causation_id: None, at: now() };
  let v§ = AnyEnvelope { event: e§-, causation_id: Some(Uuid::new_v4()) };
  let v§ = AnyEnvelope { event: OrderEvent::Paid { event_id: id, causation_id: Some(cause), at: now() }, causation_id: cause };
  store.append(wrap(e§-, §)).await?;
  state.apply(OrderEvent::Paid { event_id: id, at: now() }); assert_eq!(state.paid, §);
  let g§ = self.inner.lock().unwrap(); g§.touch(); drop(g§);
  let g = self.inner.lock().unwrap(); g.touch(); drop(g);
  let g§ = self.inner.lock().unwrap();
  self.inner.lock().unwrap().push(§); other(§).await;
  { let g = self.inner.lock().unwrap(); tokio::spawn(async move { other(§).await; }); }
  match self.inner.lock().unwrap().get(§) { Some(v) => v.go().await, None => {} }
  let r§ = self.cell.borrow_mut(); tokio::spawn(async move { other(§).await; });
  if let Some(v) = self.inner.lock().unwrap().get(§) { v.go().await; } else if let Some(v) = self.other.read() { v.go(); }
  let data§ = std::fs::read("a§")?;
  let data§ = tokio::task::spawn_blocking(move || std::fs::read("a§")).await??;
  let f§ = async move { std::fs::read("a§") };
  let f§ = |x: u32| std::fs::read("a§");
  std::thread::spawn(move || std::thread::sleep(LONG));
  let port§ = std::env::var("PORT_§").unwrap_or("localhost:80§".into());
  let port§ = match std::env::var("PORT_§") { Ok(v) => v, Err(_) => "localhost:4222".into() };
  let port§ = if let Ok(v) = std::env::var("PORT_§") { v } else { "localhost:4222".to_string() };
  let cfg§ = Config { host: "localhost", password: "hunter2§" };
  let c§ = Client::connect("nats://localhost:4222").await?;
  info!("listening on nats://localhost:42§");
  let a§: Value = serde_json::from_str(&text).unwrap();
  let a§ = a§-.parse::<u32>().unwrap();
  let a§ = (a§- + a§- + a§-).to_string().parse::<u32>().unwrap();
  let a§ = format!("{}{}", a§-, a§-); let b§: u32 = a§.parse().expect("a number");
  let w§ = Command::new("sh").arg("-c").arg(format!("echo {}", text)).spawn()?;
  let w§ = Command::new("sh"); w§.arg(line§);
  let (tx§, rx§) = tokio::sync::mpsc::unbounded_channel();
  tokio::spawn(async move { loop { tokio::select! { _ = shutdown.recv() => break, m = rx.recv() => take(m) } } });
  loop { tick.tick().await; if done { break; } }
  for i in 0..§ { while i < 3 { if done { return Ok(()); } } }
  while let Some(x) = rx.recv().await { take(x); }
  let router = router.route("/health§", get(health)).route("/x§", post(x));
  let path§ = warp::path!("health" / "x§");
  let n§ = take(§).map_err(|e| Error::Io(e.to_string()))?;
  let n§ = take(§).map_err(|e| Error::Io(format!("{e}")))?;
  return Err(Error::New(format!("not implemented §")));
  bail!("not yet implemented: §");
  todo!();
  x§.unwrap();
  unsafe { raw(§) };
  std::mem::forget(x§);
  let s§ = f§(s§-);
  let s§ = Self::f§(s§-).await?;
  let s§ = self.go(s§-)?; self.helper(s§)?;
  let s§ = Thing§::new(§); s§.go().await?;
  let s§ = { let t§ = s§-; t§ };
  let s§ = if kind == § { "a.b§" } else { "c.d§" };
  let c§ = move |a: u32, b: u32| a + b + §;
  log("some text §", "nats://h§:4222");
  let list§ = vec!["a.b§", "c.d§"]; let text§ = concat!("a", "b§");
  use crate::m§::Thing§;
  fn inner§(a: u32) -> u32 { a + § }
  assert!(matches!(e§, OrderEvent::Paid { .. }));
  let Thing { a: x§, b: [y§, ..] } = thing else { return Ok(()) };
  let p§ = Thing { a: §, b: p§- };
  Some(v§) if v§ == § => {}
  let d§ = DEFAULT§.unwrap_or_else(|| "secret§".into()); let t§ = config.token.unwrap_or("abcdef§");
  shutdown.cancelled().await; jobs.drain(..); conn.drain().await?;
  metrics::counter!("a§").increment(1); tracing::info!(a = §, "text");
  #[cfg(feature = "x§")] let a§ = 1;
  /* a comment of line § */
  /* for now, just return § */
`);

/** Items, several on a line where they belong together. */
export const items: readonly string[] = lines(`
  pub struct Thing§ { pub a: u32, inner: Vec<u8> } impl Thing§ { pub fn new(a: u32) -> Self { Self { a, inner: vec![] } } pub async fn go(&self) -> Result<(), Error> { Ok(()) } }
  pub struct Thing§ { pub next: Option<Box<Thing§+>>, pub map: Arc<Mutex<HashMap<String, Thing§->>> }
  #[derive(Debug, Clone, Serialize, Deserialize)] pub struct Order§Paid { pub event_id: Uuid, pub at: DateTime<Utc>, pub inner: Order§-Paid }
  pub mod events§ { #[derive(Debug, Clone)] pub struct OrderPaid§ { pub id: Uuid } }
  #[derive(Debug, Serialize, Deserialize)] pub enum Order§Event { Paid { event_id: Uuid, causation_id: Uuid }, Sent(Order§Sent) } pub struct Order§Sent { pub id: Uuid }
  pub enum Order§Event { Inner(Order§+Event), Paid { id: Uuid } }
  pub struct Order§Envelope<E: DomainEvent> { pub event: E, pub correlation_id: Uuid } impl DomainEvent for Order§ {} pub struct Order§ { pub id: Uuid }
  pub struct Order§Envelope { pub payload: serde_json::Value, pub causation_id: Uuid } pub fn wrap§(e: Order§Event) -> Order§Envelope { Order§Envelope { payload: e, causation_id: id } } pub enum Order§Event { Paid }
  pub struct Order§Envelope { pub event: Order§Event, pub causation_id: Uuid } pub enum Order§Event { Paid { id: Uuid } }
  pub struct Order§Envelope<A: Aggregate> { pub event: A::Event, pub id: Uuid } impl Aggregate for Order§ { type Event = Order§Event; } pub struct Order§; pub enum Order§Event { Paid }
  impl DomainEvent for Shop§ { fn id(&self) -> Uuid { self.id } } pub struct Shop§ { id: Uuid }
  pub struct Place§Command { pub id: Uuid, pub causation_id: Uuid } impl Handler for Place§Command { fn handle(&self, e: OrderEvent) -> Result<(), Error> { root_of(e) } }
  pub fn handle_order§(event: Order§Event, state: &mut State) -> Result<(), Error> { new_root(event)?; Ok(()) }
  pub async fn f§(client: &async_nats::Client) -> Result<(), Error> { f§+(client).await }
  pub async fn f§(client: &async_nats::Client) -> Result<(), Error> { f§-(client).await }
  pub async fn f§(client: &async_nats::Client) -> Result<(), Error> { client.publish("a.b§", "x".into()).await?; f0(client).await }
  pub fn f§(a: &str) -> Result<u32, Error> { f§+(a) }
  pub fn f§(a: &str) -> Result<u32, Error> { f§-(a) }
  fn f§(a: &str) -> Result<u32, std::io::Error> { std::fs::read(a)?; f§+(a) }
  pub fn f§(a: &str) -> String { f§+(a) } pub const SUBJECT_§: &str = "a.b§";
  pub fn wrap§(e: impl Serialize) -> AnyEnvelope { wrap§+(e) }
  pub fn wrap§(e: impl Serialize) -> AnyEnvelope { wrap§-(e) }
  pub fn make§() { wrap§(Order§Event::Paid) } pub fn wrap§(e: impl Serialize) -> AnyEnvelope { AnyEnvelope { event: e } } pub enum Order§Event { Paid }
  pub const SUBJECT_§: &str = SUBJECT_§+;
  pub const SUBJECT_§: &str = SUBJECT_§-;
  pub const SUBJECT_§: &str = concat!("a.", "b§"); pub const API_TOKEN_§: &str = "secret§";
  pub static CACHE_§: Mutex<HashMap<String, u32>> = Mutex::new(HashMap::new());
  impl Server { pub async fn go(&self, a: u32) -> Result<u32, Error> { self.go(a).await?; self.client.publish("a.b§", x).await?; Ok(1) } }
  impl Server { pub fn with_a§(self, a: Option<u32>, b: Option<u32>, c: Option<u32>, d: u32, e: u32, f: u32) -> Self { Server::with_a§+(self) } }
  pub trait Bus§ { fn publish(&self, subject: &str) -> Result<(), Error>; } impl Bus§ for Server { fn publish(&self, subject: &str) -> Result<(), Error> { Bus§+::publish(self, subject) } }
  impl Server { pub fn new§(a: u32, b: u32, c: u32, d: u32, e: u32) -> Self { todo!() } }
  pub struct H§; impl H§ { pub async fn handle(&self, x: u32) -> Result<(), Error> { x.handle(§).await?; x.handle(§).await } }
  impl From<E§> for Error { fn from(e: E§) -> Self { Error::Io(e.to_string()) } } pub struct E§; impl std::error::Error for E§ {} impl std::fmt::Display for E§ { fn fmt(&self, f: &mut F) -> R { Ok(()) } }
  #[derive(Debug, thiserror::Error)] pub enum Thing§Error { #[error("x")] Io(String) } pub fn fail§(a: &str) -> Result<u32, Thing§Error> { take(a).map_err(|e| Thing§Error::Io(e.to_string())) }
  pub mod m§ { use super::m§+::T§+; pub struct T§ { pub t: T§+ } }
  pub mod m§ { use super::m0::*; use super::m§-::T§-; pub struct T§ { pub t: T§- } }
  pub mod m§ { use crate::m0::T0; pub struct T§; } pub use m§::T§;
  pub mod m§ { pub use super::m§+::*; pub fn f§() { super::m0::hub(); } }
  use std::collections::{a§::{B§, C§}, d§::*};
  pub use crate::m§::{T§ as U§}; mod m§ { pub struct T§; }
  use X§+ as X§;
  macro_rules! m§ { ($x:expr) => { m§+!($x) }; } pub fn f§() { m§!(§); }
  pub type A§ = A§+; pub fn g§(a: A§) -> A§- { a }
  pub type R§<T> = Result<T, E§>; pub fn g§() -> R§<u32> { g§+() } pub struct E§;
  pub trait T§: T§+ { type A; fn a(&self) -> Self::A; } impl T§ for Server { type A = u32; }
  impl<T: T§> T§+ for Vec<T> {} pub trait T§ {}
  #[test] fn replays_§() { let mut s = State::default(); s.apply(Order§Event::Paid { id }); s.apply(made§()); assert_eq!(s.n, 2); } pub enum Order§Event { Paid { id: Uuid } } fn made§() -> Order§Event { helper§+() }
  #[test] fn t§() { let x = crate::Thing§::new(1); x.go(); helper§(); } pub struct Thing§; impl Thing§ { pub fn new(a: u32) -> Self { Thing§ } pub fn go(&self) {} } fn helper§() { helper§+(); }
  #[arg(long, default_value = "localhost:4222")] pub struct Args§ { #[arg(long, default_value = "hunter2")] pub password: String, #[arg(long, env)] pub host: String }
  /// Costs O(n²), see [\`F§+\`].\\n pub fn f§(a: &[u32]) -> u32 { for x in a { for y in a { f§(a); } } 1 }
  pub unsafe fn raw§(p: *const u8) -> u8 { unsafe { *p } } unsafe impl Send for P§ {} pub struct P§(*const u8);
  #[get("/health§")] pub async fn route§() -> impl Responder { Router::new().route("/health", get(route§)) }
  /// Text.\\n #[deprecated] #[doc(hidden)] pub enum Kind§ { A§, B§(u32), C§ { x: u32 } }
`).map((line) => line.replaceAll('\\n', '\n'));

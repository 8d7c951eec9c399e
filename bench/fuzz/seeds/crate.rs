#!/usr/bin/env run
//! Docs with ```code```.
#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]
extern crate alloc as std_alloc;
use crate::{a::{self, *}, b::B as C, self as me};
pub use a::deep::{Thing, Other as _};
#[cfg(any(test, feature = "f"))] #[path = "b.rs"] pub(crate) mod b;
pub mod a { pub use super::*; pub mod deep { #[derive(Clone, Debug)] pub struct Thing<'a, T: ?Sized + 'a = str, const N: usize = { 1 + 2 }>(pub &'a T, [u8; N]) where T: Iterator<Item = u8>; pub enum Other { A = 1, B { x: u8 }, C(Box<dyn Fn(u8) -> Result<(), !> + Send>) } } }
macro_rules! make { ($(#[$m:meta])* $v:vis $name:ident { $($f:ident : $t:ty = $e:expr),* $(,)? }) => { $(#[$m])* $v struct $name { $($f: $t),* } impl $name { $v fn new() -> Self { Self { $($f: $e),* } } } }; () => {}; }
make! { /// doc
  pub Made { x: u8 = 1, y: Vec<u8> = vec![1; 3] } }
/// # Safety
/// none
pub unsafe extern "C" fn f<T>(mut self_: *mut T, (a, ref b): (u8, u8), ..: ()) -> impl Iterator<Item = impl Send> + use<T> where for<'x> &'x T: Into<u8> { unsafe { *self_ }; loop { break 'l: } }
pub async fn g(&mut self, x: Option<&'static str>) -> Result<u8, Error> { let Some(y) = x else { return Err(Error::A)? }; if let Some(1..=9 | 0x_f) = z && y.len() >> 2 > 3 { h::<Vec<Vec<u8>>>(|a| async move { a.await? }) } match y { n @ ("a" | "b") if true => {} , _ => unreachable!("{y}") } x as u8 < 3; -1.0e-3_f32; 1..; b'\''; br##"raw"#"##; c"c"; 'a'; '\u{1F980}'; r#fn; &raw const x; }
// SAFETY: fine
unsafe impl Send for Made {}
impl<T> Trait for T where Self: Sized { type A<'a> = &'a T where Self: 'a; const C: u8 = 1; fn d(self: Box<Self>) -> Self::A<'_> { todo!() } default fn e() {} }
pub trait Trait: Send + 'static { type A<'a> where Self: 'a; const C: u8; fn d(self: Box<Self>) -> Self::A<'_>; fn with() {} }
pub union U { a: u8, b: f32 } pub static mut S: u8 = 0; pub const fn k() {} type Alias<T> = Option<T>; extern "C" { pub fn ext(x: ...); static E: u8; } global_asm!("x");
#[test] #[should_panic(expected = "x")] fn t() { assert_eq!(1, 2, "{}", 3); std::thread::spawn(move || { block_on(async {}) }); }
/* block /* nested */ */ //! odd
//--
pub struct B; impl Drop for B { fn drop(&mut self) {} }

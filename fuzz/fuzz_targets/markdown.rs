//! A body of any bytes, judged as `tests/judges/markdown.rs` says.
#![no_main]

#[path = "../../tests/judges/mod.rs"]
mod judges;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| judges::markdown::judge(bytes));

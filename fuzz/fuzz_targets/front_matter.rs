//! A file of the content of any bytes, judged as `tests/judges/front_matter.rs` says.
#![no_main]

#[path = "../../tests/judges/mod.rs"]
mod judges;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| judges::front_matter::judge(bytes));

//! A date of any bytes, judged as `tests/judges/dates.rs` says.
#![no_main]

#[path = "../../tests/judges/mod.rs"]
mod judges;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| judges::dates::judge(bytes));

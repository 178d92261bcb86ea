//! A byline.yaml of any bytes, judged as `tests/judges/configuration.rs` says.
#![no_main]

#[path = "../../tests/judges/mod.rs"]
mod judges;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| judges::configuration::judge(bytes));

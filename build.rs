//! Links the program at a fixed address on Linux.
//!
//! A position-independent program moves some ten megabytes of tables to where it was loaded each time it starts, which takes
//! longer than answering `--version`.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

//! The `byline` program: hands its arguments to the command line module and exits as that says.

/// A page is built from many short-lived strings; a faster allocator makes minifying a third faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    byline::cli::run(std::env::args_os())
}

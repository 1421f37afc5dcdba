//! `jitasa`: one program, its commands in [`jitasa::cli`].

use std::process::ExitCode;

/// Under load the system's allocator took a fifth of all time, most of it giving memory back and forth.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    jitasa::cli::run()
}

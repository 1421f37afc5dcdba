//! `jitasa`: one program, its commands in [`jitasa::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    jitasa::cli::run()
}

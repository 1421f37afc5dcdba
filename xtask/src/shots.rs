//! `cargo xtask shots`: a picture of every page, for eyes, on the demonstration. The scenes and the
//! browser are `e2e/shots.mjs`'s; its pictures in docs/shots are not kept in git. Without a name the
//! few pictures that the documentation shows, in docs/pictures, and those of the how-to pages, in
//! data/pictures, are made anew as well.

use anyhow::Result;
use clap::Args;

use crate::{
    product::{self, Profile},
    run::{command, root, run},
};

#[derive(Args)]
pub struct Arguments {
    /// Only pictures whose name holds this text
    page: Option<String>,
    /// Takes the quick build in place of the release build
    #[arg(long)]
    dev: bool,
}

pub fn shots(arguments: &Arguments) -> Result<()> {
    let profile = if arguments.dev {
        Profile::Dev
    } else {
        Profile::Release
    };
    let binary = product::build(profile)?;
    let mut node = command("node");
    node.current_dir(root().join("e2e"))
        .env("JITASA_BIN", binary)
        .arg("shots.mjs");
    node.args(&arguments.page);
    run(&mut node)
}

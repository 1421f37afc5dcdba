//! `cargo xtask shots`: a picture of every page, for eyes. The list of pages and the browser are
//! `e2e/shots.mjs`'s; the pictures are not kept in git.

use anyhow::Result;
use clap::Args;

use crate::{
    product::{self, Profile},
    run::{command, root, run},
};

#[derive(Args)]
pub struct Arguments {
    /// Only pages whose name holds this text
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

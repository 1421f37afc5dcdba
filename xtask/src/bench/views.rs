//! What a first visit costs: bytes on the wire and time until each page can be used, cold, in a real
//! browser held down to a slow phone and network by `e2e/first-views.mjs`, on the demonstration.

use std::path::Path;

use anyhow::Result;

use crate::run::{command, root, run};

pub fn bench(binary: &Path) -> Result<()> {
    let mut node = command("node");
    node.current_dir(root().join("e2e"))
        .env("JITASA_BIN", binary)
        .arg("first-views.mjs");
    run(&mut node)
}

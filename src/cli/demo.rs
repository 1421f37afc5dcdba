//! `jitasa demo`

use super::stopped::Stopped;
use crate::config::Flags;

pub fn run(_flags: Flags) -> Result<(), Stopped> {
    Err(Stopped::failed("showing", "not here yet"))
}

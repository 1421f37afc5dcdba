//! `bench tiles`: public tiles of a filled map over HTTP, at several zooms, warm. (The index alone, with
//! a million features, is measured by `cargo run --release -p tiles --example speed`.)

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;

use super::load;
use crate::product::Product;

const TIME: Duration = Duration::from_secs(6);

/// Zoom and tile over the middle of Thailand.
const TILES: [(u8, u32, u32); 4] = [(5, 24, 14), (7, 99, 58), (10, 798, 467), (13, 6387, 3742)];

pub fn bench(binary: &PathBuf) -> Result<()> {
    let product = Product::start_with(binary, &["--log-level", "error"], &[])?;
    let address = product.address().to_owned();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    println!("| what | answered | p50 | p99 | refused |\n|---|---|---|---|---|");
    runtime.block_on(async {
        for (layer, wanted) in [("base", 200), ("public", 204)] {
            let to = address.clone();
            let make = move |n: u64| {
                let (z, x, y) = TILES[n as usize % TILES.len()];
                load::get(&to, &format!("/tiles/{layer}/{z}/{x}/{y}.mvt"), "")
            };
            let figures = load::run(&address, 64, TIME, wanted, Arc::new(make)).await?;
            println!(
                "{}",
                figures.row(&format!("{layer} tiles, warm, 64 connections"))
            );
        }
        Ok(())
    })
}

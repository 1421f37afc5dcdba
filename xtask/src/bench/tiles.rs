//! `bench tiles`: a start with a million open requests, and the tiles of their map over HTTP. (The index
//! alone is measured by `cargo run --release -p tiles --example speed`.)

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;

use super::filled;
use super::load;
use crate::product::Product;

const TIME: Duration = Duration::from_secs(6);

/// Zoom and tile, from the whole country down to a street of Bangkok, where the positions lie.
const TILES: [(u8, u32, u32); 6] = [
    (5, 24, 14),
    (7, 99, 58),
    (9, 398, 236),
    (10, 797, 472),
    (12, 3190, 1889),
    (14, 12760, 7558),
];

pub fn bench(binary: &PathBuf) -> Result<()> {
    let folder = filled::fill(binary)?;
    let product = Product::start_on(binary, folder, &["--log-level", "error"], &[])?;
    let address = product.address().to_owned();
    let million = filled::REQUESTS;
    println!(
        "| start to /readyz with {million} open requests | {:.0} ms |",
        product.start_time.as_secs_f64() * 1e3
    );
    println!(
        "| memory with {million} open requests | {:.0} MB |",
        product.memory()? as f64 / 1e6
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    println!("| what | answered | p50 | p99 | refused |\n|---|---|---|---|---|");
    runtime.block_on(async {
        // The first look at a tile makes it: Bangkok's streets, each asked for once.
        let cold = {
            let to = address.clone();
            let make = move |n: u64| {
                let (x, y) = (12_740 + n as u32 % 40, 7_540 + (n as u32 / 40) % 40);
                load::get(&to, &format!("/tiles/public/14/{x}/{y}.mvt"), "")
            };
            let once = Duration::from_millis(150);
            load::run(&address, 4, once, &[200, 204], Arc::new(make)).await?
        };
        println!("{}", cold.row("public tiles, cold, z14, 4 connections"));
        for layer in ["base", "public"] {
            let to = address.clone();
            let make = move |n: u64| {
                let (z, x, y) = TILES[n as usize % TILES.len()];
                load::get(&to, &format!("/tiles/{layer}/{z}/{x}/{y}.mvt"), "")
            };
            let figures = load::run(&address, 64, TIME, &[200, 204], Arc::new(make)).await?;
            println!(
                "{}",
                figures.row(&format!("{layer} tiles, warm, z5 to z14, 64 connections"))
            );
        }
        Ok(())
    })
}

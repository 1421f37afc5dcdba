//! What a map shows, kept in memory and followed from the feed.

#[derive(Default)]
pub struct MapMemory;

pub async fn load(_app: &crate::app::App) -> Result<(), crate::error::Error> {
    Ok(())
}

//! `jitasa restore FILE`: a copy back in place of the embedded database, and its photos beside those that
//! are there.

use std::path::PathBuf;

use clap::Args;

use super::stopped::Stopped;
use super::{backup, open};
use crate::config::Flags;
use crate::files::actions::copies;
use crate::files::disk::Folder;
use crate::meta;

#[derive(Debug, Args)]
pub struct Restore {
    /// The file that `jitasa backup` wrote
    file: PathBuf,
    #[command(flatten)]
    flags: Flags,
}

impl Restore {
    pub fn run(self) -> Result<(), Stopped> {
        let settings = open::settings(self.flags)?;
        open::embedded_only(&settings, "pg_restore")?;
        if !self.file.is_file() {
            return Err(Stopped::slip(format!(
                "there is no file {}",
                self.file.display()
            )));
        }
        std::fs::create_dir_all(&settings.data)
            .map_err(|err| Stopped::failed("making the data folder", err))?;
        db::restore(&self.file, &settings.data, &meta::new_epoch_sql())
            .map_err(|err| open::explain(err.into()))?;
        let folder = settings.files_folder();
        let photos = copies::restore(&self.file, &Folder::new(&folder))
            .map_err(|err| Stopped::failed("putting the photos back", err))?;
        println!("{}", backup::told(&photos, "put back", &folder));
        let key = settings.data.join("secret.key");
        println!("Restored into {}.", settings.data.display());
        if !key.exists() {
            println!(
                "Put the key that belongs to it at {} before you serve.",
                key.display()
            );
        }
        Ok(())
    }
}

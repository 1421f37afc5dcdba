//! A file as it was handed in, as rows of text under the columns we know; kept packed and sealed.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use vault::Vault;

use super::columns::{meant, understood};
use super::model::MOST_ROWS;
use crate::error::Error;
use crate::imports::file::{Wanted, read_as};
use crate::imports::rules::NotAList;

const CONTEXT: &[u8] = b"household_sheets.cells";
/// A row in which so many cells are headings is the headings once more.
const HEADINGS: usize = 4;

/// The rows of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    /// What stands above each column; none where we do not know it.
    pub names: Vec<Option<String>>,
    /// As they stand in the file.
    pub headings: Vec<String>,
    /// Each with its line in the file.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// Why a file is no sheet of households.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotASheet {
    File(NotAList),
    /// Not even names stand in it.
    NoNames,
}

impl NotASheet {
    pub fn said(self) -> web::Message {
        match self {
            NotASheet::File(NotAList::TooManyRows) => {
                let most = i64::try_from(MOST_ROWS).unwrap_or(i64::MAX);
                web::Message::new("import-file-too-many-rows").with("most", most)
            }
            NotASheet::File(why) => why.said(),
            NotASheet::NoNames => "sheet-no-names".into(),
        }
    }
}

/// Reads a file beside the loop that answers.
pub async fn parse(bytes: Vec<u8>) -> Result<Result<Cells, NotASheet>, Error> {
    tokio::task::spawn_blocking(move || read(&bytes))
        .await
        .map_err(|err| Error::fault("reading a sheet", err))
}

fn read(bytes: &[u8]) -> Result<Cells, NotASheet> {
    let wanted = Wanted {
        most_rows: MOST_ROWS,
        understood,
    };
    let sheet = read_as(bytes, wanted).map_err(NotASheet::File)?;
    let names: Vec<Option<String>> = sheet
        .headings
        .iter()
        .map(|heading| meant(heading).map(str::to_owned))
        .collect();
    if !names.iter().flatten().any(|name| name == "name") {
        return Err(NotASheet::NoNames);
    }
    let rows: Vec<(u32, Vec<String>)> = sheet
        .rows
        .into_iter()
        .filter(|(_, row)| understood(row) < HEADINGS)
        .collect();
    if rows.is_empty() {
        return Err(NotASheet::File(NotAList::Empty));
    }
    Ok(Cells {
        names,
        headings: sheet.headings,
        rows,
    })
}

impl Cells {
    /// Headings nobody knows: what stands below them is not read.
    pub fn unknown(&self) -> Vec<&str> {
        let named = self.headings.iter().zip(&self.names);
        let unknown = named.filter(|(heading, name)| name.is_none() && !heading.trim().is_empty());
        unknown.map(|(heading, _)| heading.as_str()).collect()
    }

    /// Whether the file has such a column at all.
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().flatten().any(|one| one == name)
    }

    pub fn seal(&self, vault: &Vault) -> Result<Vec<u8>, Error> {
        let fault = |err: std::io::Error| Error::fault("packing a sheet", err);
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        let text = serde_json::to_vec(self).map_err(|err| Error::fault("packing a sheet", err))?;
        packed.write_all(&text).map_err(fault)?;
        Ok(vault.seal(&packed.finish().map_err(fault)?, CONTEXT))
    }

    pub fn open(vault: &Vault, sealed: &[u8]) -> Result<Cells, Error> {
        let packed = vault
            .open(sealed, CONTEXT)
            .map_err(|err| Error::fault("opening a sheet", err))?;
        let mut text = Vec::new();
        GzDecoder::new(packed.as_slice())
            .read_to_end(&mut text)
            .map_err(|err| Error::fault("unpacking a sheet", err))?;
        serde_json::from_slice(&text).map_err(|err| Error::fault("unpacking a sheet", err))
    }
}

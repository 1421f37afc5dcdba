//! How many people of each risk group a unit serves, as it is typed.

use web::{Problems, Typed};

use super::persons;
use crate::incidents::preset::Preset;
use crate::supplies::model::Headcount;

/// Fields: `WHAT.CODE` with the number of people for each risk group; empty where it is not known.
pub fn read_headcount(
    preset: &Preset,
    typed: &Typed,
    what: &str,
    problems: &mut Problems,
) -> Headcount {
    let mut told = Headcount::new();
    for group in preset.risk_groups.iter() {
        let field = format!("{what}.{}", group.code);
        if let Some(n) = persons(typed, &field, problems) {
            told.insert(group.code.clone(), i64::from(n));
        }
    }
    told
}

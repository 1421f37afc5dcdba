//! Covering small figures in public. Pure.
//!
//! A figure of 1 to 4 is shown as "less than 5". Since a table also shows sums (the total of a
//! column, and received = waiting + being helped + done of a row), a lone small figure could be
//! reckoned back; so of every sum in which a small figure could take fewer than three values by
//! what is shown, a further part is covered, and when none is left, all parts of it. What is covered
//! above stays covered below: the table of an area is covered under the total that the table above
//! shows of it, so that going down gives nothing back either. A table is gone over until nothing
//! more is covered. Sums are watched one by one: what several together give away over time or over
//! rows and columns is left to the statistics to come.

use super::model::{Cells, Column, Counts, Shown};

/// Figures below this are small.
const SMALL: i64 = 5;
/// The values that a small figure may still have by what is shown, at least.
const OPEN: i64 = 3;
/// A part of this size leaves every value open to the small ones beside it.
const WIDE: i64 = 8;

const PARTS: [Column; 3] = [Column::Waiting, Column::BeingHelped, Column::Done];

/// The total of the country: small figures alone, and what would give them back.
pub fn top(counts: &Counts) -> Cells {
    let mut cells = by_size(counts);
    while across(counts, &mut cells) {}
    cells
}

/// The lines of a table under its total as it is shown.
pub fn below(total: &Cells, parts: &[Counts]) -> Vec<Cells> {
    let mut lines: Vec<Cells> = parts.iter().map(by_size).collect();
    loop {
        let mut changed = false;
        for column in Column::ALL {
            let values: Vec<i64> = parts.iter().map(|counts| counts.get(column)).collect();
            let mut shown: Vec<Shown> = lines.iter().map(|cells| cells.get(column)).collect();
            if cover(total.get(column), &values, &mut shown) {
                changed = true;
                for (cells, shown) in lines.iter_mut().zip(shown) {
                    cells.set(column, shown);
                }
            }
        }
        for (counts, cells) in parts.iter().zip(&mut lines) {
            changed |= across(counts, cells);
        }
        if !changed {
            return lines;
        }
    }
}

fn by_size(counts: &Counts) -> Cells {
    let mut cells = Cells::exactly(counts);
    for column in Column::ALL {
        if (1..SMALL).contains(&counts.get(column)) {
            cells.set(column, Shown::Few);
        }
    }
    cells
}

/// The sum within a row.
fn across(counts: &Counts, cells: &mut Cells) -> bool {
    let values = PARTS.map(|column| counts.get(column));
    let mut shown = PARTS.map(|column| cells.get(column));
    let changed = cover(cells.get(Column::Received), &values, &mut shown);
    for (column, shown) in PARTS.into_iter().zip(shown) {
        cells.set(column, shown);
    }
    changed
}

/// Covers parts of one sum until its small ones are safe; tells whether anything was covered.
fn cover(total: Shown, values: &[i64], shown: &mut [Shown]) -> bool {
    let before = shown.to_vec();
    match total {
        // Three small parts of a small total would have almost no choice: all may be small ones.
        Shown::Few => {
            if shown.iter().filter(|one| **one != Shown::Exact(0)).count() >= 3 {
                for one in shown.iter_mut().filter(|one| one.exact().is_some()) {
                    *one = Shown::Few;
                }
            }
        }
        // The total must not be reckoned from its parts.
        Shown::Covered => {
            if !shown.contains(&Shown::Covered) {
                cover_largest(values, shown);
            }
        }
        Shown::Exact(total) => {
            while !is_safe(total, shown) {
                if !cover_another(values, shown) {
                    cover_all(shown);
                    break;
                }
            }
        }
    }
    before != shown
}

/// Whether each small part of a known total may still have [`OPEN`] values, and no covered part
/// stands alone.
fn is_safe(total: i64, shown: &[Shown]) -> bool {
    let n = |what: Shown| shown.iter().filter(|one| **one == what).count() as i64;
    let (few, covered) = (n(Shown::Few), n(Shown::Covered));
    let rest = total - shown.iter().filter_map(|one| one.exact()).sum::<i64>();
    if few == 0 {
        return covered != 1;
    }
    let most = (SMALL - 1).min(rest - covered * SMALL - (few - 1));
    let least = if covered > 0 {
        1
    } else {
        (rest - (few - 1) * (SMALL - 1)).max(1)
    };
    most - least + 1 >= OPEN
}

/// Covers the smallest part that leaves all open, or the largest there is.
fn cover_another(values: &[i64], shown: &mut [Shown]) -> bool {
    let candidates =
        || (0..values.len()).filter(|at| matches!(shown[*at], Shown::Exact(n) if n >= SMALL));
    let wide = candidates()
        .filter(|at| values[*at] >= WIDE)
        .min_by_key(|at| values[*at]);
    let Some(at) = wide.or_else(|| candidates().max_by_key(|at| values[*at])) else {
        return false;
    };
    shown[at] = Shown::Covered;
    true
}

fn cover_largest(values: &[i64], shown: &mut [Shown]) {
    match (0..values.len()).max_by_key(|at| values[*at]) {
        Some(at) if values[at] >= SMALL => shown[at] = Shown::Covered,
        _ => cover_all(shown),
    }
}

/// Every part that is there, without saying whether it is small; with fewer than two of them, the
/// empty ones as well.
fn cover_all(shown: &mut [Shown]) {
    let there = shown.iter().filter(|one| **one != Shown::Exact(0)).count();
    for one in shown
        .iter_mut()
        .filter(|one| there < 2 || **one != Shown::Exact(0))
    {
        *one = Shown::Covered;
    }
}

#[cfg(test)]
#[path = "cover_tests.rs"]
mod tests;

use proptest::prelude::*;

use super::*;

const EMPTY: Counts = Counts::NONE;

fn persons(n: i64) -> Counts {
    let mut counts = EMPTY;
    counts.add(Column::Persons, n);
    counts
}

fn shown(total: i64, parts: &[i64]) -> Vec<Shown> {
    let parts: Vec<Counts> = parts.iter().map(|n| persons(*n)).collect();
    let lines = below(&top(&persons(total)), &parts);
    lines
        .iter()
        .map(|cells| cells.get(Column::Persons))
        .collect()
}

#[test]
fn large_figures_and_nothing_are_shown_as_they_are() {
    assert_eq!(
        shown(17, &[12, 0, 5]),
        [Shown::Exact(12), Shown::Exact(0), Shown::Exact(5)]
    );
    assert_eq!(shown(0, &[0, 0]), [Shown::Exact(0), Shown::Exact(0)]);
}

#[test]
fn a_lone_small_figure_takes_another_with_it() {
    assert_eq!(
        shown(65, &[3, 9, 12, 41]),
        [
            Shown::Few,
            Shown::Covered,
            Shown::Exact(12),
            Shown::Exact(41)
        ]
    );
    // Two small ones stand for each other where their sum leaves them open.
    assert_eq!(
        shown(25, &[3, 2, 20]),
        [Shown::Few, Shown::Few, Shown::Exact(20)]
    );
    // Two fours make eight, and nothing else does.
    assert_eq!(shown(8, &[4, 4]), [Shown::Covered, Shown::Covered]);
}

#[test]
fn a_small_total_hides_where_it_is_once_three_share_it() {
    assert_eq!(
        shown(2, &[2, 0, 0]),
        [Shown::Few, Shown::Exact(0), Shown::Exact(0)]
    );
    assert_eq!(shown(4, &[1, 1, 1, 1, 0]), [Shown::Few; 5]);
}

#[test]
fn a_row_does_not_give_back_what_its_columns_cover() {
    let mut counts = EMPTY;
    for (column, n) in [
        (Column::Received, 20),
        (Column::Waiting, 2),
        (Column::BeingHelped, 0),
        (Column::Done, 18),
    ] {
        counts.add(column, n);
    }
    let cells = top(&counts);
    assert_eq!(cells.get(Column::Waiting), Shown::Few);
    assert_eq!(cells.get(Column::Done), Shown::Covered);
    assert_eq!(cells.get(Column::Received), Shown::Exact(20));
}

/// How many values each small part may have, by all that a reader knows of one sum.
fn open_values(total: i64, shown: &[Shown]) -> Vec<usize> {
    let few = shown.iter().filter(|one| **one == Shown::Few).count();
    let covered = shown.iter().filter(|one| **one == Shown::Covered).count() as i64;
    let rest = total - shown.iter().filter_map(|one| one.exact()).sum::<i64>();
    let mut values = vec![std::collections::BTreeSet::new(); few];
    for code in 0..4_usize.pow(few as u32) {
        let guess: Vec<i64> = (0..few)
            .map(|at| (code / 4_usize.pow(at as u32) % 4) as i64 + 1)
            .collect();
        let left = rest - guess.iter().sum::<i64>();
        let fits = if covered == 0 {
            left == 0
        } else {
            left >= covered * SMALL
        };
        if fits {
            for (value, seen) in guess.iter().zip(&mut values) {
                seen.insert(*value);
            }
        }
    }
    values.iter().map(|seen| seen.len()).collect()
}

fn some_counts() -> impl Strategy<Value = Counts> {
    prop::collection::vec(
        prop_oneof![3 => Just(0_i64), 4 => 0_i64..6, 2 => 5_i64..40],
        8,
    )
    .prop_map(|n| {
        let mut counts = EMPTY;
        for (column, n) in Column::ALL.into_iter().skip(1).zip(&n) {
            counts.add(column, *n);
        }
        counts.add(Column::Received, n[0] + n[1] + n[2]);
        counts
    })
}

proptest! {
    #[test]
    fn no_sum_gives_a_small_figure_back(parts in prop::collection::vec(some_counts(), 1..7)) {
        let mut all = EMPTY;
        parts.iter().for_each(|counts| all.add_all(counts));
        let total = top(&all);
        let lines = below(&total, &parts);
        for column in Column::ALL {
            let shown: Vec<Shown> = lines.iter().map(|cells| cells.get(column)).collect();
            for (counts, shown) in parts.iter().zip(&shown) {
                if let Shown::Exact(n) = shown {
                    prop_assert_eq!(*n, counts.get(column));
                    prop_assert!(*n == 0 || *n >= SMALL);
                }
            }
            if let Shown::Exact(total) = total.get(column) {
                for open in open_values(total, &shown) {
                    prop_assert!(open >= 3, "{:?} of {}: {:?}", column, total, shown);
                }
                prop_assert!(shown.iter().filter(|one| one.exact().is_none()).count() != 1);
            }
        }
        for cells in &lines {
            if let Shown::Exact(total) = cells.get(Column::Received) {
                let shown = PARTS.map(|column| cells.get(column));
                prop_assert!(open_values(total, &shown).iter().all(|open| *open >= 3), "{shown:?}");
            }
        }
    }

    #[test]
    fn what_is_covered_above_is_not_told_below(
        parts in prop::collection::vec(some_counts(), 1..6),
        covered in 0_usize..9,
    ) {
        let mut all = EMPTY;
        parts.iter().for_each(|counts| all.add_all(counts));
        let column = Column::ALL[covered];
        let mut total = top(&all);
        total.set(column, Shown::Covered);
        let lines = below(&total, &parts);
        prop_assert!(lines.iter().any(|cells| cells.get(column) == Shown::Covered));
    }
}

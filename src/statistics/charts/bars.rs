//! Bars over days. The plot is stretched to whatever width there is, so that all words stand beside it, not in it.

use super::ceiling;

/// Units of the plot: the height of the axis, and what each bar has for itself.
const HEIGHT: i64 = 1_000;
const STEP: usize = 10;
const WIDTH: usize = 8;
/// What is there at all is seen.
const LEAST: i64 = 8;

/// A bar as a template draws it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    pub x: usize,
    pub y: i64,
    pub width: usize,
    pub height: i64,
    /// What it says when it is pointed at.
    pub title: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    pub bars: Vec<Bar>,
    /// Width of the plot.
    pub width: usize,
    /// Its end, its middle and its beginning.
    pub axis: [i64; 3],
    /// Words below: of the first bar, one in the middle, and the last.
    pub below: Vec<String>,
}

impl Bars {
    /// `of` has for each bar what stands below it, what it says, and how much it is.
    pub fn of(of: &[(String, String, i64)]) -> Bars {
        let most = of.iter().map(|(.., n)| *n).max().unwrap_or(0);
        let end = ceiling(most);
        let bars = of.iter().enumerate().map(|(at, (_, title, n))| {
            let height = match *n {
                ..=0 => 0,
                n => (n * HEIGHT / end).max(LEAST),
            };
            Bar {
                x: at * STEP + (STEP - WIDTH) / 2,
                y: HEIGHT - height,
                width: WIDTH,
                height,
                title: title.clone(),
            }
        });
        let middle = (of.len() >= 5).then_some(of.len() / 2);
        let shown = [Some(0), middle, of.len().checked_sub(1)];
        let mut shown: Vec<usize> = shown.into_iter().flatten().collect();
        shown.dedup();
        Bars {
            bars: bars.collect(),
            width: of.len().max(1) * STEP,
            axis: [end, end / 2, 0],
            below: shown
                .into_iter()
                .filter_map(|at| of.get(at))
                .map(|(below, ..)| below.clone())
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[i64]) -> Bars {
        let all: Vec<_> = numbers
            .iter()
            .enumerate()
            .map(|(at, n)| (at.to_string(), format!("{at}: {n}"), *n))
            .collect();
        Bars::of(&all)
    }

    #[test]
    fn bars_stand_on_the_ground_and_the_highest_within_the_axis() {
        let bars = of(&[0, 5, 10, 1_000, 3]);
        assert_eq!(bars.axis, [1_000, 500, 0]);
        assert_eq!(bars.below, ["0", "2", "4"]);
        for bar in &bars.bars {
            assert!(bar.y >= 0 && bar.y + bar.height == HEIGHT);
        }
        assert_eq!(bars.bars[0].height, 0);
        // Three of a thousand are little, and are there.
        assert_eq!(bars.bars[4].height, LEAST);
        assert!(bars.bars[4].x + bars.bars[4].width <= bars.width);
    }

    #[test]
    fn one_bar_and_none_are_drawn_too() {
        assert_eq!(of(&[7]).below, ["0"]);
        assert_eq!(of(&[]).bars, []);
        assert_eq!(of(&[0, 0]).axis, [2, 1, 0]);
    }
}

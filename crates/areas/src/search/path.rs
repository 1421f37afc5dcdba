//! Matching words with areas that lie in each other. Blanks part the words of one name as well
//! as names from each other, so every way of cutting is tried.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use super::words::{Word, Words};
use super::{Found, Why};
use crate::code::{AreaCode, Level};
use crate::register::Register;

/// A name around others is begun with at least so many letters.
const LETTERS_AROUND: usize = 3;

/// How far from the very name a text may be, one after the other until enough is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Reach {
    Beginning,
    Part,
    Slips,
}

/// Looks up runs of words, each once.
pub struct Finder<'a> {
    register: &'a Register,
    within: AreaCode,
    looked_up: HashMap<(Range<usize>, Reach), Rc<Vec<Found>>>,
}

impl<'a> Finder<'a> {
    pub fn new(register: &'a Register, within: AreaCode) -> Finder<'a> {
        Finder {
            register,
            within,
            looked_up: HashMap::new(),
        }
    }

    /// Areas for the words; without those before the first named level where they fit nothing,
    /// as the house and the road of an address do.
    pub fn find(&mut self, words: &Words, limit: usize) -> Vec<Found> {
        let mut found = self.find_names(&words.names, limit);
        let named = words.names.iter().position(|word| word.begins.is_some());
        if let Some(at) = named.filter(|at| *at > 0 && found.is_empty()) {
            self.looked_up.clear();
            found = self.find_names(&words.names[at..], limit);
        }
        found.retain(|f| self.within.contains(f.code));
        found
    }

    fn find_names(&mut self, words: &[Word], limit: usize) -> Vec<Found> {
        let ways = cuts(words);
        let mut found: Vec<Found> = Vec::new();
        for reach in [Reach::Beginning, Reach::Part, Reach::Slips] {
            let exact = |f: &Found| f.why == Why::Exact && f.slips == 0;
            let whole_path = |f: &Found| exact(f) && f.segments > 1;
            let enough = match reach {
                Reach::Beginning => false,
                Reach::Part => found.len() >= limit || found.iter().any(whole_path),
                Reach::Slips => found.iter().any(exact),
            };
            if enough {
                break;
            }
            for way in &ways {
                found.extend(self.follow(words, way, reach));
                if way.len() > 1 {
                    let turned: Vec<Range<usize>> = way.iter().rev().cloned().collect();
                    found.extend(self.follow(words, &turned, reach));
                }
            }
        }
        found
    }

    /// Areas for names from the smallest to the biggest, each in one of the next.
    fn follow(&mut self, words: &[Word], way: &[Range<usize>], reach: Reach) -> Vec<Found> {
        let Some((target, around)) = way.split_first() else {
            return Vec::new();
        };
        let mut scope: HashMap<AreaCode, Found> = HashMap::new();
        for (depth, run) in around.iter().rev().enumerate() {
            let outer = (depth > 0).then_some(&scope);
            scope = self.surroundings(words, run, reach, outer);
            if scope.is_empty() {
                return Vec::new();
            }
        }
        let outer = (!around.is_empty()).then_some(&scope);
        let mut found = self.in_scope(words, target, reach, outer);
        for f in &mut found {
            f.segments = way.len() as u8;
        }
        found
    }

    /// The areas a name around others may mean: those it names in full, else those it begins.
    fn surroundings(
        &mut self,
        words: &[Word],
        run: &Range<usize>,
        reach: Reach,
        outer: Option<&HashMap<AreaCode, Found>>,
    ) -> HashMap<AreaCode, Found> {
        let letters: usize = words[run.clone()]
            .iter()
            .map(|word| word.letters.len())
            .sum();
        let may_surround = |f: &Found| {
            let told = f.why == Why::Exact || letters >= LETTERS_AROUND;
            told && f.code.level() != Level::Subdistrict
        };
        let mut found = self.in_scope(words, run, Reach::Beginning, outer);
        found.retain(may_surround);
        if found.is_empty() && reach == Reach::Slips {
            found = self.in_scope(words, run, reach, outer);
            found.retain(may_surround);
        }
        let best = found.iter().map(|f| f.why).min();
        found.retain(|f| Some(f.why) == best);
        // The fewest slips last, to be the ones kept.
        found.sort_by_key(|f| std::cmp::Reverse(f.slips));
        found.into_iter().map(|f| (f.code, f)).collect()
    }

    /// What a run of words matches inside the areas around it. The slips of those count as well.
    fn in_scope(
        &mut self,
        words: &[Word],
        run: &Range<usize>,
        reach: Reach,
        outer: Option<&HashMap<AreaCode, Found>>,
    ) -> Vec<Found> {
        let level = words[run.start].begins.or(words[run.end - 1].ends);
        let within = self.within;
        let fits = |f: &&Found| level.is_none_or(|level| f.code.level() == level);
        let matches = self.look_up(words, run, reach);
        let found = matches.iter().filter(fits);
        let found = found.filter(|f| within.contains(f.code) || f.code.contains(within));
        let Some(outer) = outer else {
            return found.copied().collect();
        };
        let surrounded = found.filter_map(|f| {
            let mut around = std::iter::successors(f.code.parent(), |code| code.parent());
            let by = around.find_map(|code| outer.get(&code))?;
            let why = if by.why == Why::Typo {
                Why::Typo
            } else {
                f.why
            };
            Some(Found {
                why,
                slips: f.slips.saturating_add(by.slips),
                ..*f
            })
        });
        surrounded.collect()
    }

    fn look_up(&mut self, words: &[Word], run: &Range<usize>, reach: Reach) -> Rc<Vec<Found>> {
        let index = &self.register.index;
        let looked_up = self
            .looked_up
            .entry((run.clone(), reach))
            .or_insert_with(|| {
                let letters: Vec<u8> = words[run.clone()]
                    .iter()
                    .flat_map(|w| w.letters.clone())
                    .collect();
                Rc::new(match reach {
                    Reach::Beginning => index.beginning_with(&letters),
                    Reach::Part => index.holding(&letters),
                    Reach::Slips => index.nearly(&letters),
                })
            });
        Rc::clone(looked_up)
    }
}

/// All ways to cut the words into at most three names, at every place where one must begin.
fn cuts(words: &[Word]) -> Vec<Vec<Range<usize>>> {
    let mut firsts: HashSet<usize> = (1..words.len()).filter(|at| words[*at].first).collect();
    let words = match firsts.len() {
        // More names than there are levels: the last three are the likeliest path.
        3.. => {
            let mut sorted: Vec<usize> = firsts.drain().collect();
            sorted.sort_unstable();
            let from = sorted[sorted.len() - 3];
            firsts = sorted.iter().copied().filter(|at| *at > from).collect();
            from..words.len()
        }
        _ => 0..words.len(),
    };
    let mut ways = Vec::new();
    if words.is_empty() {
        return ways;
    }
    let all = firsts.iter().copied().collect::<Vec<_>>();
    let holds_all = |cuts: &[usize]| all.iter().all(|first| cuts.contains(first));
    let way = |cuts: &[usize]| {
        let mut edges = vec![words.start];
        edges.extend(cuts);
        edges.push(words.end);
        edges
            .windows(2)
            .map(|edge| edge[0]..edge[1])
            .collect::<Vec<_>>()
    };
    if holds_all(&[]) {
        ways.push(way(&[]));
    }
    for a in words.start + 1..words.end {
        if holds_all(&[a]) {
            ways.push(way(&[a]));
        }
        for b in a + 1..words.end {
            if holds_all(&[a, b]) {
                ways.push(way(&[a, b]));
            }
        }
    }
    ways
}

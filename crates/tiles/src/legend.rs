//! The words a tile may say: the name of its layer, of kinds, of states from the most urgent to the
//! least, and of the bands of waiting. Features carry their numbers, so a legend stays with its
//! index for life.

/// The most states a legend may have; their counts are kept in fixed arrays.
pub const MOST_STATES: usize = 8;

/// A state of a feature; its number is its place in the legend, the most urgent first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The value of the property `state`, and after `n_` the name of the property that counts it.
    pub name: String,
    /// Whether features of this state wait, so that the tile says for how long.
    pub waits: bool,
}

/// A band of waiting: from so many seconds on, until the next band begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waited {
    /// Seconds since the feature's `since`.
    pub from_s: i64,
    /// The value of the property `waited`.
    pub name: String,
}

/// The words of one index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legend {
    pub(crate) layer: String,
    pub(crate) kinds: Vec<String>,
    pub(crate) states: Vec<State>,
    pub(crate) counts: Vec<String>,
    waited: Vec<Waited>,
}

/// Why words make no legend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LegendError {
    /// There must be at least one state and at most eight.
    #[error("a legend has 1 to {MOST_STATES} states, not {0}")]
    States(usize),
    /// Bands must begin later and later.
    #[error("the band {0:?} does not begin after the one before it")]
    BandsOutOfOrder(String),
}

impl Legend {
    /// Takes the words: the layer's name, kinds by number, states from the most urgent, bands of
    /// waiting from the shortest.
    pub fn new(
        layer: impl Into<String>,
        kinds: Vec<String>,
        states: Vec<State>,
        waited: Vec<Waited>,
    ) -> Result<Legend, LegendError> {
        if states.is_empty() || states.len() > MOST_STATES {
            return Err(LegendError::States(states.len()));
        }
        if let Some(pair) = waited
            .windows(2)
            .find(|pair| pair[0].from_s >= pair[1].from_s)
        {
            return Err(LegendError::BandsOutOfOrder(pair[1].name.clone()));
        }
        let counts = states
            .iter()
            .map(|state| format!("n_{}", state.name))
            .collect();
        Ok(Legend {
            layer: layer.into(),
            kinds,
            states,
            counts,
            waited,
        })
    }

    /// The name of a kind, if the legend has it.
    pub fn kind(&self, kind: u16) -> Option<&str> {
        self.kinds.get(usize::from(kind)).map(String::as_str)
    }

    /// The name of a state, if the legend has it.
    pub fn state(&self, state: u8) -> Option<&str> {
        self.states
            .get(usize::from(state))
            .map(|state| state.name.as_str())
    }

    /// The band of one who is in this state since then, or `None` where nobody waits.
    pub fn waited(&self, state: u8, since: i64, now: i64) -> Option<&str> {
        if !self.states.get(usize::from(state))?.waits {
            return None;
        }
        let seconds = now.saturating_sub(since);
        let band = self.waited.iter().rev().find(|band| band.from_s <= seconds);
        band.or(self.waited.first()).map(|band| band.name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn band(from_s: i64, name: &str) -> Waited {
        Waited {
            from_s,
            name: name.into(),
        }
    }

    #[test]
    fn bands_change_at_their_second() {
        let waits = |waits| State {
            name: if waits { "waiting" } else { "closed" }.into(),
            waits,
        };
        let legend = Legend::new(
            "requests",
            vec![],
            vec![waits(true), waits(false)],
            vec![band(0, "new"), band(3600, "hour"), band(86_400, "day")],
        )
        .unwrap();
        assert_eq!(legend.waited(0, 1000, 1000 + 3599), Some("new"));
        assert_eq!(legend.waited(0, 1000, 1000 + 3600), Some("hour"));
        assert_eq!(
            legend.waited(0, 1000, 900),
            Some("new"),
            "a clock that lags"
        );
        assert_eq!(legend.waited(1, 0, 90_000), None);
    }

    #[test]
    fn too_many_states_and_bands_out_of_order_are_refused() {
        let state = State {
            name: "s".into(),
            waits: false,
        };
        assert_eq!(
            Legend::new("l", vec![], vec![state.clone(); 9], vec![]),
            Err(LegendError::States(9))
        );
        assert_eq!(
            Legend::new("l", vec![], vec![state], vec![band(5, "a"), band(5, "b")]),
            Err(LegendError::BandsOutOfOrder("b".into()))
        );
    }
}

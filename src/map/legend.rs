//! The words the map speaks: kinds of every preset, the four open states, bands of waiting. Features
//! carry their numbers, which hold for the life of the process and are never stored.

use std::sync::LazyLock;

use jiff::Timestamp;
use tiles::{Legend, Waited};

use crate::help_requests::model::State;
use crate::incidents::preset;

/// The name of the tile layer.
pub const LAYER: &str = "requests";

/// The open states, the most urgent first.
pub const STATES: [State; 4] = [
    State::Waiting,
    State::Taken,
    State::OnTheWay,
    State::Helping,
];

/// Bands of waiting: from so many seconds on. The public is told no finer time.
pub const BANDS: [(i64, &str); 6] = [
    (0, "1h"),
    (3_600, "3h"),
    (3 * 3_600, "6h"),
    (6 * 3_600, "24h"),
    (24 * 3_600, "3d"),
    (3 * 24 * 3_600, "longer"),
];

/// Kinds of every preset that can stand on a map, each code once.
pub static KINDS: LazyLock<Vec<&'static preset::Kind>> = LazyLock::new(|| {
    let mut kinds: Vec<&preset::Kind> = Vec::new();
    for kind in preset::presets()
        .iter()
        .flat_map(|preset| preset.kinds.iter())
    {
        if !kind.household && !kinds.iter().any(|known| known.code == kind.code) {
            kinds.push(kind);
        }
    }
    kinds
});

pub fn legend() -> Legend {
    let kinds = KINDS.iter().map(|kind| kind.code.clone()).collect();
    let states = STATES
        .iter()
        .map(|state| tiles::State {
            name: state.code().to_owned(),
            // Whoever is being helped waits no more.
            waits: *state != State::Helping,
        })
        .collect();
    let waited = BANDS
        .iter()
        .map(|(from_s, name)| Waited {
            from_s: *from_s,
            name: (*name).to_owned(),
        })
        .collect();
    Legend::new(LAYER, kinds, states, waited)
        .expect("four states, and bands that begin later and later")
}

/// The number of a kind; none for one that no preset of this program has.
pub fn kind_number(code: &str) -> Option<u16> {
    let at = KINDS.iter().position(|kind| kind.code == code)?;
    u16::try_from(at).ok()
}

/// The number of a state; none for a closed one.
pub fn state_number(state: State) -> Option<u8> {
    // Given to somebody who has yet to send anybody: nobody has been helped, and the public is not
    // told otherwise.
    let state = match state {
        State::Referred => State::Waiting,
        state => state,
    };
    let at = STATES.iter().position(|open| *open == state)?;
    u8::try_from(at).ok()
}

/// The instants at which each band after the first ended, the youngest first.
pub fn band_ends(now: Timestamp) -> Vec<Timestamp> {
    BANDS[1..]
        .iter()
        .map(|(from_s, _)| now - jiff::SignedDuration::from_secs(*from_s))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_and_open_state_has_its_number_and_its_word() {
        let legend = legend();
        for kind in KINDS.iter() {
            let number = kind_number(&kind.code).unwrap();
            assert_eq!(legend.kind(number), Some(kind.code.as_str()));
        }
        for state in State::ALL {
            assert_eq!(state_number(state).is_some(), state.is_open(), "{state:?}");
        }
    }

    #[test]
    fn a_household_is_no_case_on_the_map() {
        assert!(KINDS.iter().all(|kind| !kind.household));
        assert_eq!(kind_number("no-such-kind"), None);
    }
}

//! How likely two requests are one need: the same phone, the same place, names that sound alike, at
//! about the same time. A score of a hundred, with what they share. Pure.

use jiff::{SignedDuration, Timestamp};

/// From here a pair is proposed to people.
pub const PROPOSED: u8 = 60;
/// A number this many requests share within the time is a leader's, not a household's.
pub const SHARED_PHONE: usize = 4;
/// Nothing older is compared.
pub const WITHIN: SignedDuration = SignedDuration::from_hours(72);
/// Nothing farther is compared by place.
pub const NEAR_M: f64 = 1_000.0;

const SAME_PLACE_M: f64 = 60.0;
const CLOSE_M: f64 = 300.0;

/// What is known of one request.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    pub kind: String,
    pub asked_at: Timestamp,
    /// Hashes of the asker's and of the contact's phone.
    pub phones: Vec<Vec<u8>>,
    /// Degrees.
    pub position: Option<(f64, f64)>,
    pub subdistrict: u32,
    pub contact_name: String,
    pub landmark: String,
    pub headcount: u16,
}

/// What two requests share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    Phone,
    Place,
    Near,
    Name,
    LikeName,
    Landmark,
    Kind,
    Time,
}

impl Shared {
    pub fn code(self) -> &'static str {
        match self {
            Shared::Phone => "same_phone",
            Shared::Place => "same_place",
            Shared::Near => "near",
            Shared::Name => "same_name",
            Shared::LikeName => "like_name",
            Shared::Landmark => "same_landmark",
            Shared::Kind => "same_kind",
            Shared::Time => "same_time",
        }
    }

    fn points(self) -> u8 {
        match self {
            Shared::Phone => 45,
            Shared::Place => 30,
            Shared::Near => 15,
            Shared::Name => 30,
            Shared::LikeName => 20,
            Shared::Landmark => 15,
            Shared::Kind => 15,
            Shared::Time => 10,
        }
    }
}

/// The score and what made it. `phone_shared` says that the number they share is a leader's, so that
/// it proves nothing.
pub fn compare(one: &Trace, other: &Trace, phone_shared: bool) -> (u8, Vec<Shared>) {
    let mut shared = Vec::new();
    let same_phone = one.phones.iter().any(|phone| other.phones.contains(phone));
    if same_phone && !phone_shared {
        shared.push(Shared::Phone);
    }
    if let (Some(here), Some(there)) = (one.position, other.position) {
        let metres = metres(here, there);
        if metres <= SAME_PLACE_M {
            shared.push(Shared::Place);
        } else if metres <= CLOSE_M {
            shared.push(Shared::Near);
        }
    }
    let likeness = name_likeness(&one.contact_name, &other.contact_name);
    if likeness >= 0.95 {
        shared.push(Shared::Name);
    } else if likeness >= 0.72 {
        shared.push(Shared::LikeName);
    }
    let landmark = text_likeness(&one.landmark, &other.landmark);
    if landmark >= 0.6 && one.subdistrict == other.subdistrict {
        shared.push(Shared::Landmark);
    }
    // Kind and time mean nothing where nothing else fits.
    if !shared.is_empty() {
        if one.kind == other.kind {
            shared.push(Shared::Kind);
        }
        let apart = one.asked_at.duration_since(other.asked_at).abs();
        if apart <= SignedDuration::from_hours(6) {
            shared.push(Shared::Time);
        }
    }
    let points: u32 = shared.iter().map(|one| u32::from(one.points())).sum();
    (u8::try_from(points.min(100)).unwrap_or(100), shared)
}

/// Metres between two places in degrees, near enough for a few kilometres.
pub fn metres((lat, lon): (f64, f64), (other_lat, other_lon): (f64, f64)) -> f64 {
    let north = (lat - other_lat) * 110_574.0;
    let east = (lon - other_lon) * 111_320.0 * lat.to_radians().cos();
    north.hypot(east)
}

/// Titles people put before a name, the longer before those they begin with.
const TITLES: [&str; 29] = [
    "นางสาว",
    "เด็กหญิง",
    "เด็กชาย",
    "คุณแม่",
    "คุณพ่อ",
    "คุณยาย",
    "คุณตา",
    "คุณป้า",
    "คุณลุง",
    "น.ส.",
    "นส.",
    "ด.ญ.",
    "ด.ช.",
    "ด.ต.",
    "ร.ต.",
    "คุณ",
    "นาง",
    "นาย",
    "ป้า",
    "ลุง",
    "ยาย",
    "ตา",
    "พี่",
    "น้า",
    "mrs",
    "miss",
    "mr",
    "ms",
    "khun",
];

/// A name without title, tone marks and spelling that changes from writer to writer.
pub fn fold_name(name: &str) -> String {
    fold(&without_title(name))
}

fn without_title(name: &str) -> String {
    let mut text = name.trim().to_lowercase();
    loop {
        let shorter = TITLES.iter().find_map(|title| {
            let rest = text.strip_prefix(title)?;
            // A Latin title is a word of its own; of a Thai one enough must be left to be a name.
            let parted = !title.is_ascii() || rest.starts_with([' ', '.']);
            let rest = rest.trim_start_matches(['.', ' ']);
            (parted && rest.chars().count() >= 3).then(|| rest.to_owned())
        });
        match shorter {
            Some(rest) => text = rest,
            None => return text,
        }
    }
}

fn fold(text: &str) -> String {
    text.chars().filter_map(fold_letter).collect()
}

/// Letters that sound alike and are confused in writing; marks that change from writer to writer.
fn fold_letter(letter: char) -> Option<char> {
    Some(match letter {
        // Tone marks, silent mark, doubled vowels' marks, blanks, signs.
        '\u{0E47}'..='\u{0E4E}' | '.' | ' ' | '-' | '\u{200B}' | '\u{00A0}' => return None,
        'ฃ' | 'ฅ' | 'ฆ' | 'ค' | 'ข' => 'ค',
        'ซ' | 'ศ' | 'ษ' | 'ส' => 'ส',
        'ณ' | 'น' => 'น',
        'ญ' | 'ย' => 'ย',
        'ฎ' | 'ด' => 'ด',
        'ฏ' | 'ต' => 'ต',
        'ฐ' | 'ฑ' | 'ฒ' | 'ถ' | 'ธ' | 'ท' => 'ท',
        'ภ' | 'ผ' | 'พ' => 'พ',
        'ฝ' | 'ฟ' => 'ฟ',
        'ฬ' | 'ล' => 'ล',
        'ฮ' | 'ห' => 'ห',
        'ไ' | 'ใ' => 'ไ',
        'ี' | 'ิ' => 'ิ',
        'ื' | 'ึ' => 'ึ',
        'ู' | 'ุ' => 'ุ',
        'ำ' => 'ม',
        other => other,
    })
}

/// 0 to 1: of names folded, first names counting when one has no surname.
pub fn name_likeness(one: &str, other: &str) -> f64 {
    let (mine, theirs) = (without_title(one), without_title(other));
    let (whole, there) = (fold(&mine), fold(&theirs));
    if whole.chars().count() < 2 || there.chars().count() < 2 {
        return 0.0;
    }
    let together = likeness(&whole, &there);
    let first = |name: &str| fold(name.split_whitespace().next().unwrap_or_default());
    let alone = |name: &str| name.split_whitespace().count() == 1;
    let same_first = first(&mine).chars().count() >= 3 && first(&mine) == first(&theirs);
    if same_first && (alone(&mine) || alone(&theirs)) {
        return together.max(0.8);
    }
    together
}

fn text_likeness(one: &str, other: &str) -> f64 {
    let (one, other) = (fold_name(one), fold_name(other));
    if one.chars().count() < 6 || other.chars().count() < 6 {
        return 0.0;
    }
    likeness(&one, &other)
}

/// Shared pairs of letters over all pairs (Dice): quick, and forgiving of a letter more or less.
fn likeness(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    let pairs = |text: &str| -> Vec<(char, char)> {
        let letters: Vec<char> = text.chars().collect();
        let mut pairs: Vec<_> = letters.windows(2).map(|two| (two[0], two[1])).collect();
        pairs.sort_unstable();
        pairs
    };
    let (mine, theirs) = (pairs(one), pairs(other));
    let (mut at, mut there, mut both) = (0, 0, 0_usize);
    while at < mine.len() && there < theirs.len() {
        match mine[at].cmp(&theirs[there]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => there += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                at += 1;
                there += 1;
            }
        }
    }
    let all = mine.len() + theirs.len();
    if all == 0 {
        return 0.0;
    }
    2.0 * both as f64 / all as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2026-11-21T05:00:00Z".parse().unwrap()
    }

    fn trace(name: &str, phone: u8, position: (f64, f64)) -> Trace {
        Trace {
            kind: "goods".to_owned(),
            asked_at: noon(),
            phones: vec![vec![phone]],
            position: Some(position),
            subdistrict: 570_901,
            contact_name: name.to_owned(),
            landmark: String::new(),
            headcount: 3,
        }
    }

    const HERE: (f64, f64) = (20.43, 99.88);
    const NEXT_DOOR: (f64, f64) = (20.4303, 99.8802);
    const FAR: (f64, f64) = (20.5, 99.9);

    #[test]
    fn titles_tones_and_spelling_do_not_part_a_name() {
        for (one, other) in [
            ("นางสาวสมหญิง ใจดี", "น.ส. สมหญิง ใจดี"),
            ("นายสมชาย รักไทย", "สมชาย รักไทย"),
            ("ศิริพร ณ ลำปาง", "สิริพร ณ ลำปาง"),
            ("ป้าน้อย", "น้อย"),
            ("วิภาวรรณ", "วิภาวัรรณ"),
            ("Mr. John Smith", "john smith"),
        ] {
            let likeness = name_likeness(one, other);
            assert!(likeness >= 0.72, "{one} and {other}: {likeness}");
        }
        for (one, other) in [
            ("สมชาย รักไทย", "มาลี ศรีสุข"),
            ("น้อย", "แดง"),
            ("", "สมชาย"),
            ("นางเลิ้ง", "นายสมศักดิ์"),
        ] {
            let likeness = name_likeness(one, other);
            assert!(likeness < 0.5, "{one} and {other}: {likeness}");
        }
    }

    #[test]
    fn the_same_phone_at_the_same_door_is_proposed() {
        let (score, shared) = compare(
            &trace("สมหญิง ใจดี", 1, HERE),
            &trace("น.ส.สมหญิง ใจดี", 1, NEXT_DOOR),
            false,
        );
        assert!(score >= PROPOSED, "{score} {shared:?}");
        assert_eq!(shared[0], Shared::Phone);
        assert!(shared.contains(&Shared::Place) && shared.contains(&Shared::Name));
    }

    #[test]
    fn a_leader_s_phone_for_many_households_proves_nothing() {
        let (one, other) = (trace("สมหญิง ใจดี", 1, HERE), trace("แดง มาไกล", 1, FAR));
        let (score, _) = compare(&one, &other, true);
        assert_eq!(score, 0);
        let (score, _) = compare(&one, &other, false);
        assert!(score >= PROPOSED, "one phone, kind and hour: {score}");
    }

    #[test]
    fn neighbours_with_other_names_are_not_proposed() {
        let (one, other) = (
            trace("สมหญิง ใจดี", 1, HERE),
            trace("แดง มาไกล", 2, NEXT_DOOR),
        );
        let (score, shared) = compare(&one, &other, false);
        assert!(score < PROPOSED, "{score} {shared:?}");
        let later = Trace {
            asked_at: noon() - SignedDuration::from_hours(20),
            kind: "medicine".to_owned(),
            ..other
        };
        assert!(compare(&one, &later, false).0 < PROPOSED);
    }
}

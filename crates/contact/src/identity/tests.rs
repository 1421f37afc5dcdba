use super::*;
use DocumentKind::{CitizenId, GCode, NonThaiId, Other, Passport};
use proptest::prelude::*;

#[test]
fn numbers_with_a_right_check_digit_are_recognised() {
    for (typed, kind, number) in [
        ("1100101245294", CitizenId, "1100101245294"),
        ("1-1001-01245-29-4", CitizenId, "1100101245294"),
        ("๑ ๑๐๐๑ ๐๑๒๔๕ ๒๙ ๔", CitizenId, "1100101245294"),
        ("3100700123451", CitizenId, "3100700123451"),
        ("0123456789016", NonThaiId, "0123456789016"),
        ("7000100000018", NonThaiId, "7000100000018"),
        ("6123450123457", NonThaiId, "6123450123457"),
        ("8123450123453", NonThaiId, "8123450123453"),
        ("1706690743910", CitizenId, "1706690743910"),
        ("1883607598381", CitizenId, "1883607598381"),
        ("g123456789012", GCode, "G123456789012"),
        ("aa 1234567", Passport, "AA1234567"),
        ("G1234567", Passport, "G1234567"),
    ] {
        let document =
            IdentityDocument::recognise(typed).unwrap_or_else(|err| panic!("{typed}: {err}"));
        assert_eq!(
            (document.kind(), document.number()),
            (kind, number),
            "{typed:?}"
        );
    }
}

#[test]
fn wrong_numbers_are_refused_with_a_reason() {
    for (kind, typed, why) in [
        (CitizenId, "", IdentityError::Empty),
        (CitizenId, " - ", IdentityError::Empty),
        (CitizenId, "1100101245299", IdentityError::CheckDigit),
        (CitizenId, "1100101245249", IdentityError::CheckDigit),
        (
            CitizenId,
            "110010124529",
            IdentityError::NotThirteenDigits { given: 12 },
        ),
        (
            CitizenId,
            "11001012452941",
            IdentityError::NotThirteenDigits { given: 14 },
        ),
        (CitizenId, "110010124529A", IdentityError::Letters),
        (CitizenId, "ก100101245294", IdentityError::Letters),
        (CitizenId, "6123450123457", IdentityError::FirstDigit),
        (CitizenId, "9100101245299", IdentityError::Reserved),
        (NonThaiId, "1100101245294", IdentityError::FirstDigit),
        (GCode, "G12345678901", IdentityError::GCode),
        (GCode, "G1234567890123", IdentityError::GCode),
        (GCode, "1234567890123", IdentityError::GCode),
        (Passport, "AB123", IdentityError::Passport),
        (Passport, "AB12345678", IdentityError::Passport),
        (Passport, "ABCDEFG", IdentityError::Passport),
        (Passport, "กข12345", IdentityError::Passport),
        (Passport, "JT1-2345678-90", IdentityError::LaserCode),
        (Other, "ก\0ข", IdentityError::Letters),
        (Other, &"1".repeat(31), IdentityError::TooLong),
        (Other, &"1".repeat(1_000_000), IdentityError::TooLong),
    ] {
        assert_eq!(
            IdentityDocument::parse(kind, typed).err(),
            Some(why),
            "{kind:?} {typed:?}"
        );
    }
    assert!(
        IdentityDocument::parse(CitizenId, "8123450123453").is_ok(),
        "naturalised"
    );
    assert!(IdentityDocument::parse(Other, "ทร.38/1 12345").is_ok());
}

#[test]
fn only_the_last_four_are_shown() {
    let masked = |typed: &str| IdentityDocument::recognise(typed).unwrap().masked();
    assert_eq!(masked("1100101245294"), "x-xxxx-xxxx5-29-4");
    assert_eq!(masked("AA1234567"), "xxxxx4567");
    assert_eq!(masked("A12345"), "xxx345");
    assert_eq!(masked("G123456789012"), "xxxxxxxxx9012");
    let shown = format!(
        "{:?}",
        IdentityDocument::recognise("1100101245294").unwrap()
    );
    assert_eq!(shown, "IdentityDocument(CitizenId x-xxxx-xxxx5-29-4)");
}

proptest! {
    #[test]
    fn a_wrong_digit_is_noticed(twelve in "[1-8][0-9]{11}", at in 0usize..12, by in 1u8..10) {
        let mut digits: [u8; 13] = format!("{twelve}0").into_bytes().try_into().unwrap();
        digits[12] = check_digit(&digits);
        let right = String::from_utf8(digits.to_vec()).unwrap();
        prop_assert!(IdentityDocument::recognise(&right).is_ok());
        // The last digit is (11 − s mod 11) mod 10, so the remainders 0 and 10, and 1 and 11,
        // share one; a change between those goes unseen by the rule itself.
        let mut wrong = digits;
        wrong[at] = b'0' + (digits[at] - b'0' + by) % 10;
        let sum = |d: &[u8; 13]| (0..12).map(|i| u32::from(d[i] - b'0') * (13 - i as u32)).sum::<u32>() % 11;
        let collide = |a: u32, b: u32| (11 - a) % 10 == (11 - b) % 10;
        if !collide(sum(&digits), sum(&wrong)) {
            let wrong = String::from_utf8(wrong.to_vec()).unwrap();
            prop_assert!(IdentityDocument::recognise(&wrong).is_err(), "{} for {}", wrong, right);
        }
    }

    #[test]
    fn any_text_is_read_or_refused_and_reads_again(typed in "\\PC{0,40}|[A-Z0-9/ -]{0,20}") {
        for kind in [CitizenId, NonThaiId, GCode, Passport, Other] {
            if let Ok(document) = IdentityDocument::parse(kind, &typed) {
                prop_assert_eq!(&IdentityDocument::parse(kind, document.number()).unwrap(), &document);
                prop_assert!(!document.masked().is_empty());
            }
        }
        let _ = IdentityDocument::recognise(&typed);
    }
}

use super::*;
use proptest::prelude::*;

fn chosen(text: &str) -> Option<PasswordError> {
    let username = Username::parse("somchai99").unwrap();
    let phone = PhoneNumber::parse("081-234-5678").unwrap();
    Password::choose(text, Some(&username), Some(&phone)).err()
}

#[test]
fn weak_passwords_are_refused_with_the_reason() {
    for (typed, why) in [
        ("", PasswordError::Empty),
        ("kR7#qz2", PasswordError::TooShort),
        ("ที่นี่ไม่ใช่", PasswordError::TooShort),
        ("kR7#qz2\0mmm", PasswordError::Control),
        (&"kR7#qz2m".repeat(17), PasswordError::TooLong),
        ("Somchai99", PasswordError::LikeUsername),
        ("somchai99!1", PasswordError::LikeUsername),
        ("somchai99somchai99", PasswordError::LikeUsername),
        ("0812345678", PasswordError::LikePhone),
        ("๐๘๑๒๓๔๕๖๗๘", PasswordError::LikePhone),
        ("081-234-5678", PasswordError::LikePhone),
        ("+66812345678", PasswordError::LikePhone),
        ("0812345678a", PasswordError::LikePhone),
        ("0897654321", PasswordError::LikePhone),
        ("021234567", PasswordError::LikePhone),
        ("1100101245294", PasswordError::LikeIdentity),
        ("1-1001-01245-29-4", PasswordError::LikeIdentity),
        ("31122530", PasswordError::LikeDate),
        ("๓๑๑๒๒๕๓๐", PasswordError::LikeDate),
        ("12311987", PasswordError::LikeDate),
        ("19871231", PasswordError::LikeDate),
        ("31/12/2530", PasswordError::LikeDate),
        ("1987-12-31", PasswordError::LikeDate),
        ("31/12/30", PasswordError::LikeDate),
        ("aaaaaaaa", PasswordError::Pattern),
        ("12341234", PasswordError::Pattern),
        ("ababababa", PasswordError::Pattern),
        ("12345678", PasswordError::Pattern),
        ("87654321", PasswordError::Pattern),
        ("abcdefgh", PasswordError::Pattern),
        ("QWERTYUI", PasswordError::Pattern),
        ("qwer1234", PasswordError::Pattern),
        ("1qaz2wsx", PasswordError::Pattern),
        ("q1w2e3r4t5", PasswordError::Pattern),
        ("ฟหกดเ้่าสวง", PasswordError::Pattern),
        ("ฟหกด1234ไำพะ", PasswordError::Pattern),
        ("password", PasswordError::Common),
        ("Password1234", PasswordError::Common),
        ("P@ssw0rd", PasswordError::Common),
        ("p@ssw0rd123", PasswordError::Common),
        ("iloveyou2565", PasswordError::Common),
        ("Thailand2564", PasswordError::Common),
        ("jitasa2021", PasswordError::Common),
        ("รหัสผ่าน1234", PasswordError::Common),
        ("จิตอาสา๒๕๖๔", PasswordError::Common),
        ("Liverpool1", PasswordError::Common),
    ] {
        assert_eq!(chosen(typed), Some(why), "{typed:?}");
    }
}

#[test]
fn good_passwords_are_taken() {
    for typed in [
        "kR7#qz2m",
        "แมวสีส้มกินปลาทู",
        "correct horse battery staple",
        "48210573",
        "thailand48210573",
        "my somchai99 has a boat",
        "ဆန်ကုန်ပြီရေလာ",
        "น้ำท่วม ปี54 บ้านเรา",
    ] {
        assert_eq!(chosen(typed), None, "{typed:?}");
    }
}

#[test]
fn signing_in_asks_no_strength_and_keyboards_agree() {
    assert!(Password::typed("1234").is_ok());
    assert_eq!(Password::typed("").err(), Some(PasswordError::Empty));
    assert_eq!(
        Password::typed(&"a".repeat(1_000_000)).err(),
        Some(PasswordError::TooLong)
    );
    let composed = Password::typed("caf\u{E9}").unwrap();
    let decomposed = Password::typed("cafe\u{301}").unwrap();
    assert_eq!(composed.expose(), decomposed.expose());
    assert_ne!(
        Password::typed("Abc").unwrap().expose(),
        Password::typed("abc").unwrap().expose()
    );
    assert_eq!(Password::typed(" a ").unwrap().expose(), b" a ");
}

proptest! {
    #[test]
    fn any_text_is_taken_or_refused(typed in "\\PC{0,140}|[0-9/.-]{0,20}") {
        let _ = chosen(&typed);
    }
}

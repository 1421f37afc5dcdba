use super::*;
use proptest::prelude::*;

#[test]
fn numbers_are_read_in_the_ways_people_write_them() {
    for (typed, e164) in [
        ("0812345678", "+66812345678"),
        ("081-234-5678", "+66812345678"),
        ("081 234 5678", "+66812345678"),
        ("081.234.5678", "+66812345678"),
        ("(081) 234-5678", "+66812345678"),
        ("081/234/5678", "+66812345678"),
        ("081-2345678-", "+66812345678"),
        ("๐๘๑-๒๓๔-๕๖๗๘", "+66812345678"),
        ("០៨១ ២៣៤ ៥៦៧៨", "+66812345678"),
        ("ဝ၈၁၂၃၄၅၆၇၈", "+66812345678"),
        ("081\u{2011}234\u{2013}5678", "+66812345678"),
        ("\u{202A}081\u{00A0}234\u{200B}5678\u{202C}", "+66812345678"),
        ("+66812345678", "+66812345678"),
        ("+66 81 234 5678", "+66812345678"),
        ("＋66812345678", "+66812345678"),
        ("+66 (0)81 234 5678", "+66812345678"),
        ("(+66) 81-234-5678", "+66812345678"),
        ("66812345678", "+66812345678"),
        ("0066812345678", "+66812345678"),
        ("โทร. 081-234-5678", "+66812345678"),
        ("เบอร์โทรศัพท์: ๐๘๑๒๓๔๕๖๗๘", "+66812345678"),
        ("Tel. 0612345678", "+66612345678"),
        ("0912345678", "+66912345678"),
        ("02-123-4567", "+6621234567"),
        ("๐-๒๑๒๓-๔๕๖๗", "+6621234567"),
        ("037-425-057", "+6637425057"),
        ("+6637425057", "+6637425057"),
        ("6637425057", "+6637425057"),
        ("+95 9 123 456 789", "+959123456789"),
        ("+၉၅ ၉၁၂၃၄၅၆၇၈၉", "+959123456789"),
        ("+855 12 345 678", "+85512345678"),
        ("00856 20 1234 5678", "+8562012345678"),
        ("+1 (202) 555-0123", "+12025550123"),
        ("+44 20 7946 0958", "+442079460958"),
    ] {
        assert_eq!(
            PhoneNumber::parse(typed).map(|phone| phone.e164),
            Ok(e164.into()),
            "{typed:?}"
        );
    }
}

#[test]
fn what_is_no_number_is_refused_with_what_the_person_must_be_told() {
    for (typed, why) in [
        ("", PhoneError::Empty),
        ("  \u{200B}", PhoneError::Empty),
        ("โทร. ", PhoneError::Empty),
        ("ไม่มี", PhoneError::NotANumber),
        ("-", PhoneError::NotANumber),
        ("08123\x0045678", PhoneError::NotANumber),
        ("081234567a", PhoneError::NotANumber),
        ("somchai@example.com", PhoneError::NotANumber),
        ("+", PhoneError::TooShort),
        ("0", PhoneError::TooShort),
        ("081234567", PhoneError::TooShort),
        ("02-123-456", PhoneError::TooShort),
        ("08123456789", PhoneError::TooLong),
        ("081-234-56789", PhoneError::TooLong),
        ("0212345678", PhoneError::TooLong),
        ("+668123456789", PhoneError::TooLong),
        ("812345678", PhoneError::NoPrefix),
        ("959123456789", PhoneError::NoPrefix),
        ("0112345678", PhoneError::NotInThaiPlan),
        ("+66112345678", PhoneError::NotInThaiPlan),
        ("+0812345678", PhoneError::UnknownCountry),
        ("+999", PhoneError::TooShort),
        ("+2812345678", PhoneError::UnknownCountry),
        ("+1 202 555", PhoneError::TooShort),
        ("+95 1", PhoneError::TooShort),
        ("+97", PhoneError::TooShort),
        ("0--021--", PhoneError::TooShort),
        ("+95 1234567890123456", PhoneError::TooLong),
        ("+95000000000", PhoneError::NotANumber),
        ("1669", PhoneError::ServiceNumber),
        ("๑๖๖๙", PhoneError::ServiceNumber),
        ("191", PhoneError::ServiceNumber),
        ("1330", PhoneError::ServiceNumber),
        ("1800-123-456", PhoneError::ServiceNumber),
        ("มท. ๕๐๑๘๘", PhoneError::InnerLine),
        ("มทส 081", PhoneError::NotANumber),
        ("081-234-5678 ต่อ", PhoneError::NotANumber),
        ("081-234-5678 ต่อ สมชาย", PhoneError::NotANumber),
        ("081-234-5678, สมชาย", PhoneError::NotANumber),
    ] {
        assert_eq!(PhoneNumber::parse(typed).err(), Some(why), "{typed:?}");
    }
    assert_eq!(
        PhoneNumber::parse(&"0".repeat(1_000_000)),
        Err(PhoneError::NotANumber)
    );
}

#[test]
fn extensions_are_kept_apart_and_of_several_numbers_the_first_is_kept() {
    for (typed, plain, extension, several) in [
        ("๐-๓๗๔๒-๕๐๕๗-๘", "037-425-057", None, true),
        ("0-3742-5057-58", "037-425-057", None, true),
        ("0-3742-5057/8", "037-425-057", None, true),
        ("0-3742-5057 ถึง 8", "037-425-057", None, true),
        ("02-123-4567 ต่อ ๓๐๖", "02-123-4567", Some("306"), false),
        ("02-123-4567 ext. 306", "02-123-4567", Some("306"), false),
        ("02-123-4567 x306", "02-123-4567", Some("306"), false),
        ("02-123-4567#306", "02-123-4567", Some("306"), false),
        ("02-123-4567-8 ต่อ 306", "02-123-4567", Some("306"), true),
        ("081-234-5678, 089-999-9999", "081-234-5678", None, true),
        ("081-234-5678 หรือ 02-123-4567", "081-234-5678", None, true),
        ("+959123456789 / 0812345678", "+95 912 345 6789", None, true),
        ("081-234-5678-9", "081-234-5678", None, true),
        ("081-234-5678,", "081-234-5678", None, false),
    ] {
        let written = WrittenPhone::parse(typed).unwrap_or_else(|err| panic!("{typed:?}: {err}"));
        assert_eq!(
            (
                written.number.plain().as_str(),
                written.extension.as_deref(),
                written.is_first_of_several
            ),
            (plain, extension, several),
            "{typed:?}"
        );
    }
}

#[test]
fn codes_go_to_thai_mobiles_only() {
    let for_otp = |typed: &str| {
        PhoneNumber::parse(typed)
            .unwrap()
            .for_otp()
            .map(|mobile| mobile.number().e164().to_owned())
    };
    assert_eq!(for_otp("081 234 5678"), Ok("+66812345678".into()));
    assert_eq!(for_otp("061 234 5678"), Ok("+66612345678".into()));
    assert_eq!(for_otp("02 123 4567"), Err(PhoneError::Landline));
    assert_eq!(for_otp("+959123456789"), Err(PhoneError::Foreign));
}

#[test]
fn every_form_of_a_number_is_written_as_said() {
    for (typed, local, display, masked) in [
        (
            "+66812345678",
            "0812345678",
            "081\u{2011}234\u{2011}5678",
            "08x-xxx-5678",
        ),
        (
            "+6621234567",
            "021234567",
            "02\u{2011}123\u{2011}4567",
            "02-xxx-xx67",
        ),
        (
            "+6637425057",
            "037425057",
            "037\u{2011}425\u{2011}057",
            "03x-xxx-x57",
        ),
        (
            "+85512345678",
            "+85512345678",
            "+855\u{A0}123\u{A0}456\u{A0}78",
            "+855 xxx xxx 78",
        ),
    ] {
        let phone = PhoneNumber::parse(typed).unwrap();
        assert_eq!(phone.local(), local);
        assert_eq!(phone.display(), display);
        assert_eq!(phone.masked(), masked);
        assert_eq!(format!("+{}", phone.msisdn()), typed);
    }
}

#[test]
fn debug_shows_the_number_masked() {
    let phone = PhoneNumber::parse("0812345678").unwrap();
    assert_eq!(format!("{phone:?}"), "PhoneNumber(08x-xxx-5678)");
    let written = WrittenPhone::parse("0812345678").unwrap();
    assert!(!format!("{written:?} {:?}", phone.for_otp()).contains("8123"));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(typed in "\\PC*|[0-9๐-๙+() .,/x#ตอ่-]{0,30}") {
        if let Ok(phone) = PhoneNumber::parse(&typed) {
            prop_assert_eq!(&PhoneNumber::parse(phone.e164()).unwrap(), &phone);
            prop_assert_eq!(&PhoneNumber::parse(&phone.display()).unwrap(), &phone);
        }
    }

    #[test]
    fn every_thai_number_comes_back_from_each_of_its_forms(digits in "0[689][0-9]{8}|0[23457][0-9]{7}") {
        let phone = PhoneNumber::parse(&digits).unwrap();
        prop_assert_eq!(phone.local(), digits);
        for form in [phone.e164(), &phone.display(), &phone.plain(), phone.msisdn(), &phone.local()] {
            prop_assert_eq!(&PhoneNumber::parse(form).unwrap(), &phone);
        }
        prop_assert!(phone.masked().matches('x').count() >= 4);
    }

    #[test]
    fn every_foreign_number_comes_back(digits in "\\+(95|855|856|84|60)[1-9][0-9]{6,9}") {
        let phone = PhoneNumber::parse(&digits).unwrap();
        prop_assert_eq!(&PhoneNumber::parse(&phone.plain()).unwrap(), &phone);
        prop_assert!(phone.masked().matches('x').count() >= 4);
    }
}

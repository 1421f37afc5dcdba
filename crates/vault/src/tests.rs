use super::*;
use proptest::prelude::*;
use std::collections::HashSet;

fn vault() -> Vault {
    Vault::from_key_text(&Vault::fresh_key_text()).unwrap()
}

fn key(byte: u8) -> String {
    keys::encode(&[byte; KEY_LENGTH])
}

#[test]
fn what_is_sealed_opens_with_the_same_context_only() {
    let vault = vault();
    let sealed = vault.seal(b"+66812345678", b"help_requests.contact_phone:1");
    assert_eq!(
        vault
            .open(&sealed, b"help_requests.contact_phone:1")
            .unwrap(),
        b"+66812345678"
    );
    assert_eq!(
        vault.open(&sealed, b"help_requests.contact_phone:2"),
        Err(OpenError::Changed)
    );
    assert_eq!(vault.open(&sealed, b""), Err(OpenError::Changed));
}

#[test]
fn every_changed_byte_of_a_sealed_text_is_noticed() {
    let vault = vault();
    let sealed = vault.seal(b"1100101245294", b"x");
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(vault.open(&changed, b"x").is_err(), "byte {at}");
        assert!(vault.open(&sealed[..at], b"x").is_err(), "cut at {at}");
    }
}

#[test]
fn two_seals_of_one_text_differ_and_do_not_show_it() {
    let vault = vault();
    let first = vault.seal(b"+66812345678", b"");
    assert_ne!(first, vault.seal(b"+66812345678", b""));
    assert!(!first.windows(6).any(|part| part == b"812345"));
}

#[test]
fn after_a_rotation_old_seals_open_new_ones_use_the_new_key_and_lookups_stay() {
    let old = Vault::from_key_text(&format!("1:{}", key(1))).unwrap();
    let new = Vault::from_key_text(&format!("2:{},1:{}", key(2), key(1))).unwrap();
    let sealed = old.seal(b"a", b"c");
    assert_eq!(new.open(&sealed, b"c").unwrap(), b"a");
    assert!(new.is_sealed_with_an_old_key(&sealed));
    let anew = new.seal(b"a", b"c");
    assert!(!new.is_sealed_with_an_old_key(&anew));
    assert_eq!(old.open(&anew, b"c"), Err(OpenError::UnknownKey(2)));
    assert_eq!(old.lookup("phone", b"a"), new.lookup("phone", b"a"));
    assert_eq!(old.fingerprint(), new.fingerprint());
    assert!(new.verify("csrf", b"m", &old.sign("csrf", b"m")));
    assert!(!old.verify("csrf", b"m", &new.sign("csrf", b"m")));
}

#[test]
fn lookups_depend_on_key_domain_and_text() {
    let one = Vault::from_key_text(&format!("1:{}", key(1))).unwrap();
    let other = Vault::from_key_text(&format!("1:{}", key(9))).unwrap();
    assert_eq!(one.lookup("phone", b"a"), one.lookup("phone", b"a"));
    let hashes = HashSet::from([
        one.lookup("phone", b"a"),
        one.lookup("phone", b"b"),
        one.lookup("identity", b"a"),
        one.lookup("phonea", b""),
        other.lookup("phone", b"a"),
    ]);
    assert_eq!(hashes.len(), 5);
    assert_ne!(one.fingerprint(), other.fingerprint());
    assert_eq!(one.fingerprint().len(), 16);
}

/// Computed apart with Python's hmac and hashlib: a change of the derivation would make the
/// lookup columns of every installation worthless, so it may not happen by accident.
#[test]
fn the_derivation_is_what_it_always_was() {
    let vault = Vault::from_key_text(&format!("1:{}", key(1))).unwrap();
    let hash: String = vault
        .lookup("phone", b"+66812345678")
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    assert_eq!(
        hash,
        "337b0c2778b6cde89fe67aa2ccd3c43b7c9b22ab9d5005f28e6687d8cbe5de25"
    );
    assert_eq!(vault.fingerprint(), "e6c29d022e5c677b");
    assert_eq!(
        vault.sign("csrf", b"session"),
        "rYfHXJCFOVlH1ziOnjRej3I5evo2kqEVHjY9r0kiEH0"
    );
}

#[test]
fn a_signature_holds_for_its_purpose_and_message() {
    let vault = vault();
    let signature = vault.sign("csrf", b"session 1");
    assert_eq!(signature.len(), 43);
    assert!(vault.verify("csrf", b"session 1", &signature));
    assert!(!vault.verify("csrf", b"session 2", &signature));
    assert!(!vault.verify("follow", b"session 1", &signature));
    assert!(!vault.verify("csrf", b"session 1", &signature[1..]));
    assert!(!vault.verify("csrf", b"session 1", ""));
    assert!(!vault.verify("csrf", b"session 1", "ลายเซ็น"));
}

#[test]
fn codes_have_their_length_and_every_digit_is_equally_likely() {
    let mut counts = [0u32; 10];
    for _ in 0..1_000 {
        let code = otp_code(1_000);
        assert_eq!(code.len(), 1_000);
        for digit in code.bytes() {
            counts[usize::from(digit - b'0')] += 1;
        }
    }
    // 100,000 of each are expected, standard deviation 300: seven deviations are no accident.
    for (digit, count) in counts.iter().enumerate() {
        assert!(
            (97_900..=102_100).contains(count),
            "{digit} came {count} times"
        );
    }
    // Bytes taken without care favour the low digits: half are expected, standard deviation 500.
    let low: u32 = counts[..5].iter().sum();
    assert!(
        (496_500..=503_500).contains(&low),
        "0 to 4 came {low} times"
    );
    assert_eq!(otp_code(6).len(), 6);
    assert_eq!(otp_code(0), "");
}

#[test]
fn tokens_are_unlike_and_fit_for_a_url() {
    let tokens: HashSet<String> = (0..1_000).map(|_| random_token()).collect();
    assert_eq!(tokens.len(), 1_000);
    for token in &tokens {
        assert_eq!(token.len(), 22);
        assert!(
            token
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        );
    }
    let hash: String = token_hash("abc")
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    assert_eq!(
        hash,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

#[test]
fn same_compares_content_and_length() {
    assert!(same(b"602512", b"602512"));
    assert!(!same(b"602512", b"602513"));
    assert!(!same(b"602512", b"60251"));
    assert!(same(b"", b""));
}

#[test]
fn a_wrong_list_of_keys_is_refused_with_the_place_and_without_the_key() {
    let good = key(1);
    for (text, said) in [
        (String::new(), "empty"),
        ("# only a remark\n".into(), "empty"),
        (good.clone(), "key 1 of the list"),
        (format!("0:{good}"), "key 1 of the list"),
        (format!("1:{good} 256:{good}"), "key 2 of the list"),
        (format!("1:{good},1:{good}"), "twice"),
        (format!("7:{}", &good[1..]), "key 7 is not 32 bytes"),
        ("7:ไม่ใช่กุญแจ".into(), "key 7 is not 32 bytes"),
    ] {
        let err = Vault::from_key_text(&text).unwrap_err().to_string();
        assert!(err.contains(said), "{text:?}: {err}");
        assert!(!err.contains(&good[1..]), "{err}");
    }
}

#[test]
fn debug_shows_no_key() {
    let vault = Vault::from_key_text(&format!("3:{}", key(7))).unwrap();
    assert_eq!(format!("{vault:?}"), "Vault { key_ids: [3], .. }");
}

mod file {
    use super::*;
    use std::sync::Barrier;

    #[test]
    fn the_first_start_makes_a_file_for_the_owner_alone_and_the_second_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let first = Vault::open_or_create(&path).unwrap();
        let sealed = first.seal(b"a", b"");
        let second = Vault::open_or_create(&path).unwrap();
        assert_eq!(second.open(&sealed, b"").unwrap(), b"a");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            1,
            "no draft is left"
        );
    }

    #[test]
    fn processes_that_start_at_once_end_with_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let start = Barrier::new(16);
        let fingerprints: HashSet<String> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..16)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        Vault::open_or_create(&path).unwrap().fingerprint()
                    })
                })
                .collect();
            starts
                .into_iter()
                .map(|started| started.join().unwrap())
                .collect()
        });
        assert_eq!(fingerprints.len(), 1);
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            1,
            "no draft is left"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_file_others_may_read_is_refused_with_words() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        Vault::open_or_create(&path).unwrap();
        for mode in [0o640, 0o604, 0o660, 0o601] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let err = Vault::open_or_create(&path).unwrap_err().to_string();
            assert!(
                err.contains("chmod 600") && err.contains(&format!("{mode:o}")),
                "{err}"
            );
        }
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o400)).unwrap();
        Vault::open_or_create(&path).unwrap();
    }

    #[test]
    fn rotating_keeps_the_old_key_and_adds_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let sealed = Vault::open_or_create(&path).unwrap().seal(b"a", b"");
        let rotated = Vault::rotate_file(&path).unwrap();
        let read_again = Vault::open_file(&path).unwrap();
        assert_eq!(format!("{read_again:?}"), "Vault { key_ids: [1, 2], .. }");
        assert!(read_again.is_sealed_with_an_old_key(&sealed));
        assert_eq!(read_again.open(&sealed, b"").unwrap(), b"a");
        assert_eq!(
            read_again.open(&rotated.seal(b"b", b""), b"").unwrap(),
            b"b"
        );
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            1,
            "no draft is left"
        );
    }

    #[test]
    fn a_missing_folder_or_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nowhere").join("secret.key");
        let err = Vault::open_or_create(&path).unwrap_err().to_string();
        assert!(
            err.contains("nowhere") && err.contains("cannot be written"),
            "{err}"
        );
        let err = Vault::open_file(&path).unwrap_err().to_string();
        assert!(err.contains("cannot be read"), "{err}");
    }
}

proptest! {
    #[test]
    fn any_text_comes_back_whole(plain: Vec<u8>, context: Vec<u8>) {
        let vault = vault();
        let sealed = vault.seal(&plain, &context);
        prop_assert_eq!(sealed.len(), plain.len() + 41);
        prop_assert_eq!(vault.open(&sealed, &context).unwrap(), plain);
    }

    #[test]
    fn nothing_given_to_open_parse_or_verify_panics(bytes: Vec<u8>, text: String) {
        let vault = vault();
        prop_assert!(vault.open(&bytes, b"").is_err());
        prop_assert!(!vault.verify("csrf", &bytes, &text));
        let _ = Vault::from_key_text(&text);
    }
}

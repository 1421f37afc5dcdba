//! Sources against each other, every problem at once, and the handbook against the table.

use std::{collections::BTreeMap, path::PathBuf};

use clap::{Args, Command, FromArgMatches};

use super::*;

const HANDBOOK: &str = "docs/operations/settings.md";
const GENERATED: &str = "<!-- generated from here on: cargo xtask docs -->\n";

fn env(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect()
}

fn load(file: &str, pairs: &[(&str, &str)], flags: &[&str]) -> Result<Settings, Vec<String>> {
    let command = Flags::augment_args(Command::new("jitasa").no_binary_name(true));
    let flags = Flags::from_arg_matches(&command.get_matches_from(flags)).unwrap();
    let file = Some((PathBuf::from("jitasa.toml"), file.to_owned()));
    let settings = Settings::load(Sources {
        file,
        env: &env(pairs),
        flags,
    });
    settings.map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

fn problems(file: &str, pairs: &[(&str, &str)], flags: &[&str]) -> Vec<String> {
    load(file, pairs, flags).expect_err("there are problems")
}

#[test]
fn with_nothing_said_every_default_is_sound() {
    let settings = load("", &[], &[]).unwrap();
    assert_eq!(settings.data, PathBuf::from("./jitasa-data"));
    assert_eq!(settings.database, Database::Embedded);
    assert_eq!(settings.listen, "127.0.0.1:8080".parse().unwrap());
    assert_eq!((settings.otp_digits, settings.otp_minutes), (6, 5));
    assert_eq!(settings.workers, None);
    assert!(!settings.sms_links);
    assert!(
        settings
            .shown()
            .iter()
            .all(|shown| shown.place == Place::Default)
    );
}

#[test]
fn the_environment_overrules_the_file_and_a_flag_overrules_both() {
    let file = "listen = \"127.0.0.1:1\"\notp_digits = 4\notp_minutes = 3\n";
    let env = [("JITASA_LISTEN", "127.0.0.1:2"), ("JITASA_OTP_DIGITS", "5")];
    let settings = load(file, &env, &["--listen", "127.0.0.1:3"]).unwrap();
    assert_eq!(settings.listen.port(), 3);
    assert_eq!((settings.otp_digits, settings.otp_minutes), (5, 3));

    let place = |name| settings.place_of(name).to_string();
    assert_eq!(place("listen"), "--listen");
    assert_eq!(place("otp_digits"), "JITASA_OTP_DIGITS");
    assert_eq!(place("otp_minutes"), "jitasa.toml:3");
    assert_eq!(place("otp_per_phone_day"), "default");
}

#[test]
fn every_problem_is_told_at_once_with_its_place() {
    let file = "\notp_digits = 7\nlisen = \"x\"\nsms_links = [true]\n[sms]\ndriver = \"file\"\n";
    let env = [
        ("JITASA_LISTEN", "here"),
        ("JITASA_SMS_DRVIER", "file"),
        ("HOME", "/x"),
    ];
    let told = problems(file, &env, &["--session-idle-days", "๓๐"]);
    for expected in [
        "jitasa.toml:2: otp_digits: \"7\" is not a whole number from 4 to 6",
        "jitasa.toml:3: there is no setting lisen; is listen meant?",
        "jitasa.toml:4: sms_links is a TOML array, not `true` or `false`",
        "jitasa.toml:5: there is no setting sms",
        "JITASA_LISTEN: listen: \"here\" is not an address with a port, such as `127.0.0.1:8080` or `[::]:8080`",
        "JITASA_SMS_DRVIER: is no variable of this program; is JITASA_SMS_DRIVER meant?",
        "--session-idle-days: session_idle_days: \"๓๐\" is not a whole number from 1 to 365",
    ] {
        assert!(
            told.iter().any(|problem| problem == expected),
            "{expected}\nin {told:#?}"
        );
    }
    assert_eq!(told.len(), 7, "{told:#?}");
}

#[test]
fn a_file_that_is_no_toml_names_every_bad_line() {
    let told = problems(
        "otp_digits = \nlisten 8080\nlisten = \"127.0.0.1:1\"\n",
        &[],
        &[],
    );
    assert!(
        told.iter()
            .any(|problem| problem.starts_with("jitasa.toml:1:")),
        "{told:#?}"
    );
    assert!(
        told.iter()
            .any(|problem| problem.starts_with("jitasa.toml:2:")),
        "{told:#?}"
    );
    assert!(!problems("data = \"a\"\ndata = \"b\"\n", &[], &[]).is_empty());
}

#[test]
fn a_list_is_an_array_in_the_file_and_commas_in_the_environment() {
    let in_file = load("trusted_proxies = [\"10.0.0.0/8\", \"::1\"]", &[], &[]).unwrap();
    let in_env = load("", &[("JITASA_TRUSTED_PROXIES", "10.0.0.0/8, ::1")], &[]).unwrap();
    assert_eq!(in_file.trusted_proxies, in_env.trusted_proxies);
    assert_eq!(in_file.trusted_proxies.len(), 2);
}

#[test]
fn settings_that_need_one_another_are_asked_together() {
    let told = problems(
        "tls_cert = \"cert.pem\"\nsms_driver = \"http\"\ndatabase = \"postgres://db/jitasa\"\n",
        &[],
        &[],
    );
    assert_eq!(told.len(), 3, "{told:#?}");
    assert!(told[0].starts_with("jitasa.toml:1: tls_cert:"), "{told:#?}");
    let told = problems("", &[("JITASA_SMS_DRIVER", "file")], &[]);
    assert_eq!(
        told,
        ["JITASA_SMS_DRIVER: sms_driver: driver `file` needs sms_path, the file to append to"]
    );
}

#[test]
fn there_is_one_base_map_or_none() {
    let told = problems(
        "map_file = \"a.pmtiles\"\nmap_style = \"https://t.example/s.json\"\n",
        &[],
        &[],
    );
    assert_eq!(
        told,
        [
            "jitasa.toml:2: map_style: map_file is set as well; only one of map_file, map_tiles and map_style can be the base map"
        ]
    );
    let told = problems("map_credit = \"© somebody\"", &[], &[]);
    assert!(
        told[0].starts_with("jitasa.toml:1: map_credit: thanks for"),
        "{told:#?}"
    );
    let told = problems("map_tiles = \"https://t.example/{z}/{x}.png\"", &[], &[]);
    assert!(
        told[0].contains("is not an address with `{z}`"),
        "{told:#?}"
    );
    let settings = load(
        "map_tiles = \"https://t.example/{z}/{x}/{y}.png\"",
        &[],
        &[],
    )
    .unwrap();
    assert!(report(&settings).contains("Whom to thank for the base map is not set"));
}

#[test]
fn no_secret_is_ever_shown() {
    let env = [
        ("JITASA_SECRET_KEY", "correct horse battery staple"),
        (
            "JITASA_DATABASE",
            "postgres://jitasa:hunter22@db.example/jitasa",
        ),
    ];
    let settings = load("", &env, &[]).unwrap();
    let seen = format!("{settings:?}\n{}", report(&settings));
    assert!(
        !seen.contains("battery") && !seen.contains("hunter22"),
        "{seen}"
    );
    assert!(
        seen.contains("postgres://jitasa:…@db.example/jitasa"),
        "{seen}"
    );

    let short = problems("", &[("JITASA_METRICS_TOKEN", "hunter22")], &[]);
    let wrong = problems("database = \"mysql://jitasa:hunter22@db/jitasa\"", &[], &[]);
    assert!(
        !format!("{short:?}{wrong:?}").contains("hunter22"),
        "{short:?} {wrong:?}"
    );
    assert!(
        TABLE
            .iter()
            .all(|setting| !setting.secret || setting.flag().is_none())
    );
}

#[test]
fn a_missing_file_is_found_before_the_start() {
    let folder = std::env::temp_dir();
    let here = folder.to_str().unwrap();
    let file = format!(
        "data = \"{here}\"\nsms_driver = \"http\"\nsms_config = \"{here}/no-such-gateway.toml\"\nterms_dir = \"{here}\"\n"
    );
    let settings = load(&file, &[], &[]).unwrap();
    let told: Vec<String> = settings
        .problems_on_disk()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [format!(
            "jitasa.toml:3: sms_config: {here}/no-such-gateway.toml is not there"
        )]
    );
}

#[test]
fn photos_lie_in_the_data_folder_or_where_the_operator_says_and_can_be_written() {
    let settings = load("data = \"here\"", &[], &[]).unwrap();
    assert_eq!(settings.files_folder(), PathBuf::from("here/files"));

    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    std::fs::write(folder.path().join("a-file"), "").unwrap();
    let told = |files: &str| {
        let file = format!("data = \"{place}\"\nfiles = \"{files}\"\n");
        let settings = load(&file, &[], &[]).unwrap();
        let problems = settings.problems_on_disk();
        problems.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(told(place), Vec::<String>::new());
    assert_eq!(told(&format!("{place}/made-later")), Vec::<String>::new());
    assert_eq!(
        std::fs::read_dir(place).unwrap().count(),
        1,
        "nothing is left there"
    );
    assert_eq!(
        told(&format!("{place}/a-file")),
        [format!("jitasa.toml:2: files: {place}/a-file is no folder")]
    );
    assert_eq!(
        told(&format!("{place}/no/photos")),
        [format!("jitasa.toml:2: files: {place}/no is not there")]
    );
    #[cfg(target_os = "linux")]
    {
        // Nobody writes there, whoever runs the tests.
        let told = told("/proc");
        assert!(
            told.len() == 1
                && told[0].starts_with("jitasa.toml:2: files: /proc cannot be written:"),
            "{told:?}"
        );
    }
}

#[test]
fn the_handbook_lists_every_setting_with_its_default() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(HANDBOOK);
    let text = std::fs::read_to_string(&path).expect("the handbook of settings is there");
    let (before, listed) = text
        .split_once(GENERATED)
        .expect("the mark of the generated part");
    let expected = page();
    if std::env::var_os("JITASA_TEST_WRITE_DOCS").is_some() && listed != expected {
        std::fs::write(&path, format!("{before}{GENERATED}{expected}")).unwrap();
        return;
    }
    assert_eq!(
        listed, expected,
        "{HANDBOOK} lags behind; `cargo xtask docs` writes it anew"
    );
}

//! Reading a registration or a profile as typed, every field before anything is refused.

use areas::AreaCode;
use contact::{
    FreeText, NameError, Password, PasswordError, PersonName, PhoneError, PhoneNumber, TextError,
    Username, UsernameError,
};
use web::{Message, Problems, Typed};

use super::actions::admins::NewAdmin;
use super::actions::profile::ProfileChange;
use super::actions::register::NewAccount;
use crate::access::Cx;
use crate::areas::typed::{self as area_typed, AreaTyped};
use crate::incidents::preset::Role;
use crate::invites::model::Code;

/// Letters of an affiliation at most.
const MOST: usize = 120;

/// Reads the registration of a phone; the phone itself is read only where the form has it.
pub fn read_registration(
    cx: &Cx,
    typed: &Typed,
    phone: Option<&PhoneNumber>,
    problems: &mut Problems,
) -> Option<NewAccount> {
    let full_name = problems.keep(
        "full_name",
        PersonName::parse(typed.value("full_name")),
        name_problem,
    );
    let role = Role::from_code(typed.value("role").trim());
    if role.is_none() {
        problems.add("role", "role-missing");
    }
    let affiliation = affiliation(typed, problems);
    let area = area(typed, problems);
    let username = problems.keep(
        "username",
        Username::parse(typed.value("username")),
        username_problem,
    );
    let password = password(typed, username.as_ref(), phone, problems);
    if typed.value("accept_terms") != "yes" {
        problems.add("accept_terms", "accept-terms-missing");
    }
    if typed.value("consent_personal_data") != "yes" {
        problems.add("consent_personal_data", "consent-missing");
    }
    Some(NewAccount {
        full_name: full_name?,
        role: role?,
        affiliation,
        area: area?,
        username: username?,
        password: password?,
        language: cx.language,
        invite: Code::parse(typed.value("invite")).ok(),
    })
}

/// The phone a code goes to: a Thai mobile.
pub fn read_mobile(typed: &Typed, problems: &mut Problems) -> Option<PhoneNumber> {
    let phone = problems.keep(
        "phone",
        PhoneNumber::parse(typed.value("phone")),
        phone_problem,
    )?;
    problems.keep("phone", phone.for_otp(), phone_problem)?;
    Some(phone)
}

/// A new password, typed twice.
pub fn password(
    typed: &Typed,
    username: Option<&Username>,
    phone: Option<&PhoneNumber>,
    problems: &mut Problems,
) -> Option<Password> {
    let chosen = Password::choose(typed.value("password"), username, phone);
    let password = problems.keep("password", chosen, password_problem);
    if typed.value("password") != typed.value("password_again") {
        problems.add("password_again", "password-differs");
    }
    password
}

fn affiliation(typed: &Typed, problems: &mut Problems) -> String {
    match contact::tidy_line(typed.value("affiliation"), MOST) {
        Ok(text) => text,
        Err(_) => {
            problems.add(
                "affiliation",
                Message::new("text-too-long").with("most", MOST as i64),
            );
            String::new()
        }
    }
}

/// The province chosen, and within it the district or subdistrict if one was typed.
fn area(typed: &Typed, problems: &mut Problems) -> Option<AreaCode> {
    let province: Option<AreaCode> = typed.value("province").parse().ok();
    let Some(province) = province.filter(|code| areas::register().get(*code).is_some()) else {
        problems.add("province", "province-missing");
        return None;
    };
    let local = area_typed::read(typed, Some(province));
    match local {
        AreaTyped::One(area) => Some(area),
        AreaTyped::Nothing => Some(province),
        unclear => {
            problems.add("area_text", area_typed::problem(&unclear)?);
            None
        }
    }
}

/// Who is to answer for an area: `full_name`, `phone`, `affiliation`, which may be empty.
pub fn read_admin(typed: &Typed) -> Result<NewAdmin, Problems> {
    let mut problems = Problems::default();
    let full_name = PersonName::parse(typed.value("full_name"));
    let full_name = problems.keep("full_name", full_name, name_problem);
    let phone = read_mobile(typed, &mut problems);
    let affiliation = affiliation(typed, &mut problems);
    match (full_name, phone) {
        (Some(full_name), Some(phone)) if problems.is_empty() => Ok(NewAdmin {
            full_name,
            phone,
            affiliation,
        }),
        _ => Err(problems),
    }
}

/// Why something was decided about a seat; no longer than it may be.
pub fn reason(typed: &Typed) -> String {
    let reason = i18n::normalise(typed.value("reason"));
    reason.chars().take(300).collect()
}

/// Reads what a person changes of themselves.
pub fn read_profile(cx: &Cx, typed: &Typed) -> Result<ProfileChange, Problems> {
    let mut problems = Problems::default();
    let full_name = problems.keep(
        "full_name",
        PersonName::parse(typed.value("full_name")),
        name_problem,
    );
    let display_name = contact::tidy_line(typed.value("display_name"), 40);
    let display_name = match display_name {
        Ok(name) if !name.is_empty() => Some(name),
        _ => {
            problems.add("display_name", "name-missing");
            None
        }
    };
    let affiliation = affiliation(typed, &mut problems);
    let area = area(typed, &mut problems);
    let language = typed.value("language").parse().unwrap_or(cx.language);
    match (full_name, display_name, area) {
        (Some(full_name), Some(display_name), Some(area)) if problems.is_empty() => {
            Ok(ProfileChange {
                full_name,
                display_name,
                affiliation,
                area,
                language,
            })
        }
        _ => Err(problems),
    }
}

pub fn username_problem(err: UsernameError) -> Message {
    match err {
        UsernameError::Empty => "username-missing".into(),
        UsernameError::TooShort | UsernameError::TooLong => "username-length".into(),
        UsernameError::NotLatin(_) => "username-not-latin".into(),
    }
}

fn password_problem(err: PasswordError) -> Message {
    match err {
        PasswordError::Empty => "password-missing".into(),
        PasswordError::TooShort => "password-too-short".into(),
        PasswordError::TooLong => "password-too-long".into(),
        _ => "password-guessable".into(),
    }
}

/// Free words that may be missing.
pub fn words(typed: &Typed, field: &str, most: usize, problems: &mut Problems) -> String {
    match FreeText::parse_up_to(typed.value(field), most) {
        Ok(words) => words.as_str().to_owned(),
        Err(TextError::Empty) => String::new(),
        Err(err) => {
            problems.add(field, text(err));
            String::new()
        }
    }
}

fn text(err: TextError) -> Message {
    match err {
        TextError::TooLong { max } => Message::new("text-too-long").with("most", max as i64),
        _ => "text-broken".into(),
    }
}

pub fn name_problem(err: NameError) -> Message {
    match err {
        NameError::Empty => "name-missing".into(),
        NameError::TooLong => "name-too-long".into(),
        _ => "name-not-a-name".into(),
    }
}

pub fn phone_problem(err: PhoneError) -> Message {
    match err {
        PhoneError::Empty => "phone-missing".into(),
        PhoneError::TooShort => "phone-too-short".into(),
        PhoneError::TooLong => "phone-too-long".into(),
        PhoneError::NoPrefix => "phone-no-prefix".into(),
        PhoneError::ServiceNumber => "phone-service-number".into(),
        PhoneError::InnerLine => "phone-inner-line".into(),
        PhoneError::Landline => "phone-landline".into(),
        PhoneError::Foreign => "phone-foreign".into(),
        PhoneError::NotANumber | PhoneError::NotInThaiPlan | PhoneError::UnknownCountry => {
            "phone-wrong".into()
        }
    }
}

//! `jitasa admin create`: an account with an admin's seat, for whoever sets up the program. Later
//! admins are made by admins.

use std::io::Read;

use areas::AreaCode;
use clap::{Args, Subcommand};
use contact::{Password, PersonName, PhoneNumber, Username};

use super::open;
use super::stopped::Stopped;
use crate::access::Cx;
use crate::accounts::actions::appoint::{Appointed, appoint};
use crate::accounts::role::Role;
use crate::app::App;
use crate::config::Flags;
use crate::error::Error;

#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Make an account with a seat; the password is read from standard input
    Create(Create),
}

#[derive(Debug, Args)]
pub struct Create {
    /// Latin letters and digits
    #[arg(long, value_name = "NAME")]
    username: String,
    /// A Thai mobile number, for codes
    #[arg(long, value_name = "PHONE")]
    phone: String,
    /// national_admin, province_admin, district_admin, subdistrict_admin, or a volunteer role
    #[arg(long, value_name = "ROLE")]
    role: String,
    /// The area's code of 2, 4 or 6 digits; a national admin has the whole country
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
    /// The person's name; the username when not given
    #[arg(long, value_name = "NAME")]
    full_name: Option<String>,
    /// Read the password from standard input; without it nothing is done, since a password on the
    /// command line is seen by everybody on the machine
    #[arg(long, required = true)]
    password_stdin: bool,
    #[command(flatten)]
    flags: Flags,
}

impl Admin {
    pub fn run(self) -> Result<(), Stopped> {
        let Admin::Create(create) = self;
        let mut typed = String::new();
        std::io::stdin()
            .read_to_string(&mut typed)
            .map_err(|err| Stopped::failed("reading the password", err))?;
        let new = create.read(typed.trim_end_matches(['\r', '\n']))?;
        let (username, role) = (new.username.key().to_owned(), new.role.code());
        open::with_app(create.flags, |app| make(app, new))?;
        println!("{username} can sign in as {role}.");
        Ok(())
    }
}

impl Create {
    /// Every fault at once.
    fn read(&self, password: &str) -> Result<Appointed, Stopped> {
        let mut slips = Vec::new();
        let username = keep(&mut slips, "--username", Username::parse(&self.username));
        let phone = PhoneNumber::parse(&self.phone).and_then(|phone| {
            phone.for_otp()?;
            Ok(phone)
        });
        let phone = keep(&mut slips, "--phone", phone);
        let seat = keep(&mut slips, "--role", seat(&self.role, self.area.as_deref()));
        let name = self.full_name.as_deref().unwrap_or(&self.username);
        let full_name = keep(&mut slips, "--full-name", PersonName::parse(name));
        let password = Password::choose(password, username.as_ref(), phone.as_ref());
        let password = keep(&mut slips, "the password", password);
        match (username, phone, seat, full_name, password) {
            (Some(username), Some(phone), Some((role, area)), Some(full_name), Some(password)) => {
                let affiliation = String::new();
                Ok(Appointed {
                    full_name,
                    phone,
                    username,
                    password,
                    affiliation,
                    role,
                    area,
                })
            }
            _ => Err(Stopped::slips(slips)),
        }
    }
}

fn keep<T, E: std::fmt::Display>(
    slips: &mut Vec<String>,
    what: &str,
    read: Result<T, E>,
) -> Option<T> {
    read.map_err(|err| slips.push(format!("{what}: {err}")))
        .ok()
}

/// A role and an area that fit together.
fn seat(role: &str, area: Option<&str>) -> Result<(Role, AreaCode), String> {
    use areas::Level::{Country, District, Province, Subdistrict};
    let roles = || Role::all().map(Role::code).collect::<Vec<_>>().join(", ");
    let role = Role::from_code(role).ok_or_else(|| format!("one of {}", roles()))?;
    let wanted = match role {
        Role::NationalAdmin => Country,
        Role::ProvinceAdmin | Role::Volunteer(_) => Province,
        Role::DistrictAdmin => District,
        Role::SubdistrictAdmin => Subdistrict,
    };
    let Some(area) = area else {
        return match wanted {
            Country => Ok((role, AreaCode::COUNTRY)),
            _ => Err(format!("{} needs --area", role.code())),
        };
    };
    let code: AreaCode = area
        .parse()
        .map_err(|_| format!("--area {area} is no area code"))?;
    let known = areas::register()
        .get(code)
        .ok_or_else(|| format!("no area has the code {area}"))?;
    if code.level() == wanted {
        Ok((role, code))
    } else {
        Err(format!(
            "{} does not fit to --area {area}, which is {}",
            role.code(),
            known.name_en
        ))
    }
}

async fn make(app: App, new: Appointed) -> Result<(), Stopped> {
    let cx = Cx::system(app.clock.now());
    match appoint(&app, &cx, new).await {
        Ok(_) => Ok(()),
        Err(Error::Problems(_)) => Err(Stopped::failed(
            "making the account",
            "its username or phone belongs to another",
        )),
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_and_its_area_fit_together() {
        assert!(seat("national_admin", None).is_ok());
        assert!(seat("province_admin", Some("57")).is_ok());
        assert!(seat("district_admin", Some("5701")).is_ok());
        assert!(seat("province_admin", None).unwrap_err().contains("--area"));
        assert!(seat("province_admin", Some("5701")).is_err());
        assert!(seat("district_admin", Some("99")).is_err());
        assert!(seat("king", None).unwrap_err().contains("national_admin"));
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let create = Create {
            username: "สมชาย".to_owned(),
            phone: "123".to_owned(),
            role: "king".to_owned(),
            area: None,
            full_name: Some(String::new()),
            password_stdin: true,
            flags: Flags::default(),
        };
        let told = format!("{:?}", create.read("short").err());
        for what in [
            "--username",
            "--phone",
            "--role",
            "--full-name",
            "the password",
        ] {
            assert!(told.contains(what), "{told}");
        }
    }
}

//! An account with its seat, made by whoever runs the program: the first admin, and the people of a
//! demonstration. Everybody else registers, or is given a seat by an admin.

use areas::AreaCode;
use contact::{Password, PersonName, PhoneNumber, Username};
use web::Problems;

use crate::access::Cx;
use crate::accounts::model::{Account, PositionNotice, Seat, Standing};
use crate::accounts::role::Role;
use crate::accounts::{rules, store};
use crate::app::App;
use crate::error::Error;
use crate::terms::{self, Text};

/// Who, with which seat.
pub struct Appointed {
    pub full_name: PersonName,
    pub phone: PhoneNumber,
    pub username: Username,
    pub password: Password,
    pub affiliation: String,
    pub role: Role,
    pub area: AreaCode,
}

/// Makes the account and its held seat. Refused when the username or the phone belongs to another.
pub async fn appoint(app: &App, cx: &Cx, new: Appointed) -> Result<Account, Error> {
    let hash = app.passwords.hash(new.password.expose()).await?;
    let (affiliation, tag) = rules::split_campaign_tag(&new.affiliation);
    let account = Account {
        id: app.ids.at(cx.now),
        display_name: new.full_name.first_name().to_owned(),
        full_name: new.full_name,
        username: new.username,
        phone: new.phone,
        affiliation,
        area: new.area,
        language: cx.language,
        position_notice: PositionNotice::NotYetRead,
        created_at: cx.now,
    };
    let (role, area) = (new.role, new.area);
    let seat = Seat {
        id: app.ids.at(cx.now),
        role,
        area,
        standing: Standing::Held,
        reason: String::new(),
    };
    let terms = terms::version(app, Text::Terms, cx.language).await;
    db::write!(app.db, |tx| {
        if !store::insert(tx, &app.vault, &account, &hash, &terms).await? {
            let mut problems = Problems::default();
            problems.add("username", "username-taken");
            return Err(problems.into());
        }
        if let Some(tag) = &tag {
            store::add_tag(tx, account.id, tag).await?;
        }
        store::insert_seat(tx, account.id, &seat, None, cx.now).await?;
        Ok::<_, Error>(())
    })?;
    Ok(account)
}

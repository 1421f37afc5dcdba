//! Accounts, seats and tags in the database.

use areas::AreaCode;
use contact::{PersonName, PhoneNumber, Username};
use db::{Row, Tx, sql};
use jiff::Timestamp;
use vault::Vault;

use super::model::{Account, PositionNotice, Seat, Standing};
use super::role::Role;
use crate::ids::{AccountId, SeatId};

/// The words under which phones are sealed and looked up, the same everywhere.
pub const PHONE: &str = "phone";

pub fn seal_phone(vault: &Vault, phone: &PhoneNumber) -> Vec<u8> {
    vault.seal(phone.e164().as_bytes(), PHONE.as_bytes())
}

pub fn phone_hash(vault: &Vault, phone: &PhoneNumber) -> [u8; 32] {
    vault.lookup(PHONE, phone.e164().as_bytes())
}

/// Opens a sealed phone; a row that cannot be opened contradicts itself.
pub fn open_phone(vault: &Vault, row: &Row, sealed: &[u8]) -> Result<PhoneNumber, db::Error> {
    let plain = vault
        .open(sealed, PHONE.as_bytes())
        .map_err(|_| row.contradiction("a phone sealed with another key"))?;
    std::str::from_utf8(&plain)
        .ok()
        .and_then(|text| PhoneNumber::parse(text).ok())
        .ok_or_else(|| row.contradiction("a sealed phone that is no phone"))
}

sql! { INSERT = "
    INSERT INTO accounts (id, username, display_name, full_name, phone_sealed, phone_hash,
        password_hash, affiliation, area, language, terms_version, position_notice, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    ON CONFLICT DO NOTHING
" }

/// Writes a new account; `false` when its username or phone belongs to another.
pub async fn insert(
    tx: &mut Tx,
    vault: &Vault,
    account: &Account,
    password_hash: &str,
    terms_version: &str,
) -> Result<bool, db::Error> {
    let n = tx
        .execute(
            INSERT,
            &[
                &account.id,
                &account.username.key(),
                &account.display_name,
                &account.full_name.as_str(),
                &seal_phone(vault, &account.phone),
                &phone_hash(vault, &account.phone),
                &password_hash,
                &account.affiliation,
                &account.area.get(),
                &account.language.code(),
                &terms_version,
                &account.position_notice.code(),
                &account.created_at,
            ],
        )
        .await?;
    Ok(n == 1)
}

sql! { FIND = "
    SELECT id, username, display_name, full_name, phone_sealed, affiliation, area, language,
        position_notice, created_at
    FROM accounts
    WHERE id = $1
" }

pub async fn find(tx: &mut Tx, vault: &Vault, id: AccountId) -> Result<Option<Account>, db::Error> {
    tx.optional(FIND, &[&id])
        .await?
        .map(|row| read(vault, &row))
        .transpose()
}

sql! { AFFILIATION = "SELECT affiliation FROM accounts WHERE id = $1" }

/// The group a person named as theirs, if they named one.
pub async fn affiliation(tx: &mut Tx, id: AccountId) -> Result<Option<String>, db::Error> {
    let row = tx.optional(AFFILIATION, &[&id]).await?;
    let named: Option<String> = row.map(|row| row.get("affiliation")).transpose()?;
    Ok(named.filter(|name| !name.is_empty()))
}

sql! { FIND_BY_PHONE = "SELECT id FROM accounts WHERE phone_hash = $1" }

pub async fn find_by_phone(
    tx: &mut Tx,
    vault: &Vault,
    phone: &PhoneNumber,
) -> Result<Option<AccountId>, db::Error> {
    let hash = phone_hash(vault, phone);
    tx.optional(FIND_BY_PHONE, &[&hash])
        .await?
        .map(|row| row.get("id"))
        .transpose()
}

sql! { FIND_BY_USERNAME = "SELECT id, password_hash FROM accounts WHERE username = $1" }

/// The account and its password hash.
pub async fn find_by_username(
    tx: &mut Tx,
    username: &str,
) -> Result<Option<(AccountId, String)>, db::Error> {
    let Some(row) = tx.optional(FIND_BY_USERNAME, &[&username]).await? else {
        return Ok(None);
    };
    Ok(Some((row.get("id")?, row.get("password_hash")?)))
}

sql! { UPDATE_PROFILE = "
    UPDATE accounts
    SET display_name = $2, full_name = $3, affiliation = $4, area = $5, language = $6
    WHERE id = $1
" }

pub async fn update_profile(tx: &mut Tx, account: &Account) -> Result<(), db::Error> {
    tx.execute(
        UPDATE_PROFILE,
        &[
            &account.id,
            &account.display_name,
            &account.full_name.as_str(),
            &account.affiliation,
            &account.area.get(),
            &account.language.code(),
        ],
    )
    .await?;
    Ok(())
}

sql! { SET_PASSWORD = "UPDATE accounts SET password_hash = $2 WHERE id = $1" }

pub async fn set_password(tx: &mut Tx, id: AccountId, hash: &str) -> Result<(), db::Error> {
    tx.execute(SET_PASSWORD, &[&id, &hash]).await?;
    Ok(())
}

sql! { SET_POSITION_NOTICE = "UPDATE accounts SET position_notice = $2 WHERE id = $1" }

pub async fn set_position_notice(
    tx: &mut Tx,
    id: AccountId,
    notice: PositionNotice,
) -> Result<(), db::Error> {
    tx.execute(SET_POSITION_NOTICE, &[&id, &notice.code()])
        .await?;
    Ok(())
}

sql! { SET_PHONE = "
    UPDATE accounts SET phone_sealed = $2, phone_hash = $3 WHERE id = $1
" }

pub async fn set_phone(
    tx: &mut Tx,
    vault: &Vault,
    id: AccountId,
    phone: &PhoneNumber,
) -> Result<(), db::Error> {
    tx.execute(
        SET_PHONE,
        &[&id, &seal_phone(vault, phone), &phone_hash(vault, phone)],
    )
    .await?;
    Ok(())
}

sql! { ADD_TAG = "
    INSERT INTO account_tags (account, tag) VALUES ($1, $2) ON CONFLICT DO NOTHING
" }

pub async fn add_tag(tx: &mut Tx, account: AccountId, tag: &str) -> Result<(), db::Error> {
    tx.execute(ADD_TAG, &[&account, &tag]).await?;
    Ok(())
}

sql! { TAGS = "SELECT tag FROM account_tags WHERE account = $1 ORDER BY tag" }

pub async fn tags(tx: &mut Tx, account: AccountId) -> Result<Vec<String>, db::Error> {
    tx.all(TAGS, &[&account])
        .await?
        .iter()
        .map(|row| row.get("tag"))
        .collect()
}

sql! { AFFILIATIONS = "
    SELECT affiliation, count(*) AS n
    FROM accounts
    WHERE affiliation >= $1 AND affiliation < $2
    GROUP BY affiliation
    ORDER BY n DESC, affiliation
    LIMIT 8
" }

/// Affiliations in use that begin as typed, the most used first.
pub async fn affiliations(tx: &mut Tx, beginning: &str) -> Result<Vec<String>, db::Error> {
    let end = format!("{beginning}\u{10FFFF}");
    tx.all(AFFILIATIONS, &[&beginning, &end])
        .await?
        .iter()
        .map(|row| row.get("affiliation"))
        .collect()
}

sql! { INSERT_CONSENT = "
    INSERT INTO consents (id, account, purpose, version, given_at) VALUES ($1, $2, $3, $4, $5)
" }

pub async fn insert_consent(
    tx: &mut Tx,
    id: crate::ids::ConsentId,
    account: AccountId,
    purpose: &str,
    version: &str,
    at: Timestamp,
) -> Result<(), db::Error> {
    tx.execute(INSERT_CONSENT, &[&id, &account, &purpose, &version, &at])
        .await?;
    Ok(())
}

sql! { INSERT_SEAT = "
    INSERT INTO seats (id, account, role, area, standing, decided_by, decided_at, reason, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
" }

pub async fn insert_seat(
    tx: &mut Tx,
    account: AccountId,
    seat: &Seat,
    decided_by: Option<AccountId>,
    at: Timestamp,
) -> Result<(), db::Error> {
    let decided_at = decided_by.map(|_| at);
    tx.execute(
        INSERT_SEAT,
        &[
            &seat.id,
            &account,
            &seat.role.code(),
            &seat.area.get(),
            &seat.standing.code(),
            &decided_by,
            &decided_at,
            &seat.reason,
            &at,
        ],
    )
    .await?;
    Ok(())
}

sql! { SEATS = "
    SELECT id, role, area, standing, reason FROM seats WHERE account = $1 ORDER BY created_at, id
" }

pub async fn seats(tx: &mut Tx, account: AccountId) -> Result<Vec<Seat>, db::Error> {
    tx.all(SEATS, &[&account])
        .await?
        .iter()
        .map(read_seat)
        .collect()
}

sql! { FIND_SEAT = "SELECT id, account, role, area, standing, reason FROM seats WHERE id = $1" }

pub async fn find_seat(tx: &mut Tx, id: SeatId) -> Result<Option<(AccountId, Seat)>, db::Error> {
    let Some(row) = tx.optional(FIND_SEAT, &[&id]).await? else {
        return Ok(None);
    };
    Ok(Some((row.get("account")?, read_seat(&row)?)))
}

sql! { DECIDE_SEAT = "
    UPDATE seats SET standing = $2, decided_by = $3, decided_at = $4, reason = $5 WHERE id = $1
" }

pub async fn decide_seat(
    tx: &mut Tx,
    seat: &Seat,
    by: AccountId,
    at: Timestamp,
) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 5] = [&seat.id, &seat.standing.code(), &by, &at, &seat.reason];
    tx.execute(DECIDE_SEAT, &args).await?;
    Ok(())
}

sql! { WAITING_SEATS = "
    SELECT s.id, s.role, s.area, s.standing, s.reason, s.created_at, a.full_name, a.affiliation,
        a.phone_sealed
    FROM seats s
    JOIN accounts a ON a.id = s.account
    WHERE s.standing = 'waiting' AND s.area BETWEEN $1 AND $2
    ORDER BY s.created_at, s.id
    LIMIT 200
" }

/// A volunteer who waits for the area admin's word.
#[derive(Debug, Clone)]
pub struct Applicant {
    pub seat: Seat,
    pub full_name: String,
    pub affiliation: String,
    pub phone: PhoneNumber,
    pub since: Timestamp,
}

pub async fn applicants(
    tx: &mut Tx,
    vault: &Vault,
    area: AreaCode,
) -> Result<Vec<Applicant>, db::Error> {
    let range = area.range();
    tx.all(WAITING_SEATS, &[range.start(), range.end()])
        .await?
        .iter()
        .map(|row| {
            let sealed: Vec<u8> = row.get("phone_sealed")?;
            Ok(Applicant {
                seat: read_seat(row)?,
                full_name: row.get("full_name")?,
                affiliation: row.get("affiliation")?,
                phone: open_phone(vault, row, &sealed)?,
                since: row.get("created_at")?,
            })
        })
        .collect()
}

fn read_seat(row: &Row) -> Result<Seat, db::Error> {
    let role: String = row.get("role")?;
    let standing: String = row.get("standing")?;
    Ok(Seat {
        id: row.get("id")?,
        role: Role::from_code(&role).ok_or_else(|| row.contradiction("an unknown role"))?,
        area: read_area(row, "area")?,
        standing: Standing::from_code(&standing)
            .ok_or_else(|| row.contradiction("an unknown standing"))?,
        reason: row.get("reason")?,
    })
}

sql! { DISPLAY_NAME = "SELECT display_name FROM accounts WHERE id = $1" }

/// The name others know an account by.
pub async fn display_name(tx: &mut Tx, id: AccountId) -> Result<Option<String>, db::Error> {
    let row = tx.optional(DISPLAY_NAME, &[&id]).await?;
    row.map(|row| row.get("display_name")).transpose()
}

/// An area code out of a row.
pub fn read_area(row: &Row, column: &str) -> Result<AreaCode, db::Error> {
    let code: u32 = row.get(column)?;
    AreaCode::new(code).ok_or_else(|| row.contradiction("no area code"))
}

fn read(vault: &Vault, row: &Row) -> Result<Account, db::Error> {
    let sealed: Vec<u8> = row.get("phone_sealed")?;
    let username: String = row.get("username")?;
    let full_name: String = row.get("full_name")?;
    let language: String = row.get("language")?;
    let notice: String = row.get("position_notice")?;
    Ok(Account {
        id: row.get("id")?,
        username: Username::parse(&username).map_err(|err| row.contradiction(err))?,
        display_name: row.get("display_name")?,
        full_name: PersonName::parse(&full_name).map_err(|err| row.contradiction(err))?,
        phone: open_phone(vault, row, &sealed)?,
        affiliation: row.get("affiliation")?,
        area: read_area(row, "area")?,
        language: language
            .parse()
            .map_err(|_| row.contradiction("an unknown language"))?,
        position_notice: PositionNotice::from_code(&notice)
            .ok_or_else(|| row.contradiction("an unknown answer to the position notice"))?,
        created_at: row.get("created_at")?,
    })
}

//! Reports that something is wrong, in the database. Their words are sealed.

use db::{Row, Tx, sql};
use jiff::Timestamp;
use vault::Vault;

use crate::ids::{AccountId, PointReportId};
use crate::points::model::PointKey;
use crate::points::model::desk::{Amiss, Report, ToldBy, Verdict};

fn context(id: PointReportId) -> Vec<u8> {
    format!("point report {id}").into_bytes()
}

sql! { INSERT = "
    INSERT INTO point_reports (province, id, point, at, what, words_sealed, phone_hash, account)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
" }

pub async fn insert(
    tx: &mut Tx,
    vault: &Vault,
    key: PointKey,
    report: &Report,
) -> Result<(), db::Error> {
    let words = report.words.as_ref();
    let sealed = words.map(|words| vault.seal(words.as_bytes(), &context(report.id)));
    let (phone, account) = match report.told_by {
        ToldBy::Anybody => (None, None),
        ToldBy::Phone(hash) => (Some(hash.to_vec()), None),
        ToldBy::Account(account) => (None, Some(account)),
    };
    let args: [&dyn db::ToValue; 8] = [
        &key.province,
        &report.id,
        &key.id,
        &report.at,
        &report.amiss.code(),
        &sealed,
        &phone,
        &account,
    ];
    tx.execute(INSERT, &args).await?;
    Ok(())
}

sql! { OF_POINT = "
    SELECT id, at, what, words_sealed, phone_hash, account, handled_at, verdict
    FROM point_reports
    WHERE province = $1 AND point = $2
    ORDER BY at DESC, id DESC
    LIMIT 50
" }

/// The last reports, the newest first.
pub async fn of_point(tx: &mut Tx, vault: &Vault, key: PointKey) -> Result<Vec<Report>, db::Error> {
    let rows = tx.all(OF_POINT, &[&key.province, &key.id]).await?;
    rows.iter().map(|row| read(vault, row)).collect()
}

fn read(vault: &Vault, row: &Row) -> Result<Report, db::Error> {
    let id: PointReportId = row.get("id")?;
    let what: String = row.get("what")?;
    let sealed: Option<Vec<u8>> = row.get("words_sealed")?;
    let words = sealed
        .map(|sealed| {
            let plain = vault.open(&sealed, &context(id));
            let plain = plain.map_err(|_| row.contradiction("words sealed with another key"))?;
            String::from_utf8(plain).map_err(|err| row.contradiction(err))
        })
        .transpose()?;
    let phone: Option<Vec<u8>> = row.get("phone_hash")?;
    let account: Option<AccountId> = row.get("account")?;
    let told_by = match (account, phone.map(<[u8; 32]>::try_from)) {
        (Some(account), _) => ToldBy::Account(account),
        (None, Some(Ok(hash))) => ToldBy::Phone(hash),
        (None, Some(Err(_))) => return Err(row.contradiction("a hash of another size")),
        (None, None) => ToldBy::Anybody,
    };
    let at: Option<Timestamp> = row.get("handled_at")?;
    let verdict: Option<String> = row.get("verdict")?;
    let verdict = verdict.as_deref().and_then(Verdict::from_code);
    Ok(Report {
        id,
        at: row.get("at")?,
        amiss: Amiss::from_code(&what).ok_or_else(|| row.contradiction("an unknown report"))?,
        words,
        told_by,
        handled: at.zip(verdict),
    })
}

sql! { HANDLE = "
    UPDATE point_reports SET handled_at = $3, handled_by = $4, verdict = $5
    WHERE province = $1 AND point = $2 AND handled_at IS NULL
" }

/// All that was open has been seen to.
pub async fn handle(
    tx: &mut Tx,
    key: PointKey,
    at: Timestamp,
    by: Option<AccountId>,
    verdict: Verdict,
) -> Result<(), db::Error> {
    let args: [&dyn db::ToValue; 5] = [&key.province, &key.id, &at, &by, &verdict.code()];
    tx.execute(HANDLE, &args).await?;
    Ok(())
}

sql! { ERASE_WORDS = "
    UPDATE point_reports SET words_sealed = NULL, phone_hash = NULL
    WHERE handled_at < $1 AND (words_sealed IS NOT NULL OR phone_hash IS NOT NULL)
" }

/// Forgets the words of what was seen to before an instant.
pub async fn erase_words(tx: &mut Tx, before: Timestamp) -> Result<u64, db::Error> {
    tx.execute(ERASE_WORDS, &[&before]).await
}

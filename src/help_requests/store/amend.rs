//! What a requester puts right: the words and persons of the row, beside what `save` writes.

use db::{Tx, sql};
use serde_json::json;
use vault::Vault;

use crate::accounts::store::{phone_hash, seal_phone};
use crate::help_requests::model::{Amendment, HelpRequest};

sql! { AMEND = "
    UPDATE help_requests
    SET landmark = $3, headcount = $4, vulnerabilities = $5, details = $6, contact_name = $7,
        contact_phone_sealed = $8, contact_phone_hash = $9
    WHERE province = $1 AND id = $2
" }

pub async fn amend(
    tx: &mut Tx,
    vault: &Vault,
    request: &HelpRequest,
    words: &Amendment,
) -> Result<(), db::Error> {
    let phone = words.contact_phone.as_ref();
    tx.execute(
        AMEND,
        &[
            &request.province,
            &request.id,
            &words.landmark,
            &words.headcount.get(),
            &json!(words.vulnerabilities),
            &words.details,
            &words.contact_name.as_ref().map_or("", |name| name.as_str()),
            &phone.map(|phone| seal_phone(vault, phone)),
            &phone.map(|phone| phone_hash(vault, phone)),
        ],
    )
    .await?;
    Ok(())
}

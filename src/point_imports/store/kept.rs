//! A point as it stood at one moment, kept with the row that changed it. Degrees stand as text: they
//! come back to the last digit.

use areas::AreaCode;
use contact::Position;
use serde_json::{Map, Value, json};

use crate::ids::OrganisationId;
use crate::organisations::model::Names;
use crate::points::model::{Checks, Contact, PointTold, Status, kind};

pub fn write(told: &PointTold, checks: &Checks) -> Value {
    let fields: Map<String, Value> = told
        .fields
        .iter()
        .map(|(key, value)| (key.clone(), json!(value.stored())))
        .collect();
    json!({
        "kind": told.kind,
        "th": told.names.th,
        "en": told.names.en,
        "area": told.area.get(),
        "lat": told.position.lat().to_string(),
        "lon": told.position.lon().to_string(),
        "address": told.address,
        "status": told.status.code(),
        "queue": told.queue,
        "beds": told.beds,
        "fields": fields,
        "hours": told.hours,
        "conditions": told.conditions,
        "audience": told.audience,
        "contact": told.contact.phones(),
        "no_contact": told.contact == Contact::NoneKnown,
        "owner": told.owner,
        "photo": told.photo,
        "source": told.source,
        "licence": told.licence,
        "checks": checks,
    })
}

/// None where it was kept by a program that wrote otherwise.
pub fn read(kept: &Value) -> Option<(PointTold, Checks)> {
    let text = |name: &str| kept[name].as_str().map(str::to_owned);
    let degrees = |name: &str| kept[name].as_str()?.parse::<f64>().ok();
    let code = text("kind")?;
    let fields = kind(&code).into_iter().flat_map(|kind| kind.fields.iter());
    let fields = fields.filter_map(|field| {
        let stored = kept["fields"][&field.key].as_str()?;
        Some((field.key.clone(), field.restore(stored)?))
    });
    let told = PointTold {
        names: Names {
            th: text("th")?,
            en: text("en")?,
        },
        area: AreaCode::new(u32::try_from(kept["area"].as_u64()?).ok()?)?,
        position: Position::new(degrees("lat")?, degrees("lon")?).ok()?,
        address: text("address")?,
        status: Status::from_code(kept["status"].as_str()?)?,
        queue: kept["queue"].as_u64().and_then(|n| u32::try_from(n).ok()),
        beds: serde_json::from_value(kept["beds"].clone()).ok()?,
        fields: fields.collect(),
        hours: serde_json::from_value(kept["hours"].clone()).ok()?,
        conditions: text("conditions")?,
        audience: text("audience")?,
        contact: match kept["no_contact"] == true {
            true => Contact::NoneKnown,
            false => Contact::Phones(text("contact")?),
        },
        owner: serde_json::from_value::<Option<OrganisationId>>(kept["owner"].clone()).ok()?,
        photo: text("photo"),
        source: text("source")?,
        licence: text("licence")?,
        kind: code,
    };
    let checks = serde_json::from_value(kept["checks"].clone()).ok()?;
    Some((told, checks))
}

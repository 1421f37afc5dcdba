//! Values as PostgreSQL wants them: converted by the type it names for each parameter and column,
//! so that an integer may go into a SMALLINT and no text carries a cast for Rust's sake.

use std::error::Error as StdError;

use bytes::BytesMut;
use jiff::Timestamp;
use jiff::civil::Date;
use tokio_postgres::types::{FromSql, IsNull, Kind, ToSql, Type, to_sql_checked};
use uuid::Uuid;

use crate::Value;

type Fault = Box<dyn StdError + Sync + Send>;

/// Microseconds from 1970 to 2000, where PostgreSQL begins to count.
const EPOCH_MICROS: i64 = 946_684_800_000_000;
/// What PostgreSQL counts its days from.
const EPOCH_DAY: Date = jiff::civil::date(2000, 1, 1);

#[derive(Debug)]
pub(crate) struct Bound(pub(crate) Value);

impl ToSql for Bound {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Fault> {
        let mismatch = || -> Fault { format!("{} does not go into {ty}", self.0.kind()).into() };
        match (&self.0, base(ty)) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Bool(truth), Type::BOOL) => truth.to_sql(ty, out),
            (Value::Int(n), Type::INT8) => n.to_sql(ty, out),
            (Value::Int(n), Type::INT4) => i32::try_from(*n)?.to_sql(ty, out),
            (Value::Int(n), Type::INT2) => i16::try_from(*n)?.to_sql(ty, out),
            (Value::Int(n), Type::OID) => u32::try_from(*n)?.to_sql(ty, out),
            (Value::Float(number), Type::FLOAT8) => number.to_sql(ty, out),
            // Every i32 is exact as f64; a larger integer would lose its last digits unseen.
            (Value::Int(n), Type::FLOAT8) => f64::from(i32::try_from(*n)?).to_sql(ty, out),
            (Value::Text(text), Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME) => {
                text.to_sql(ty, out)
            }
            (Value::Bytes(bytes), Type::BYTEA) => bytes.to_sql(ty, out),
            (Value::Uuid(uuid), Type::UUID) => {
                out.extend_from_slice(uuid.as_bytes());
                Ok(IsNull::No)
            }
            (Value::Time(at), Type::TIMESTAMPTZ) => {
                (at.as_microsecond() - EPOCH_MICROS).to_sql(&Type::INT8, out)
            }
            (Value::Date(on), Type::DATE) => {
                let days = (*on - EPOCH_DAY).get_days();
                days.to_sql(&Type::INT4, out)
            }
            (Value::Json(json), Type::JSONB | Type::JSON) => {
                if base(ty) == Type::JSONB {
                    out.extend_from_slice(&[1]);
                }
                out.extend_from_slice(json.to_string().as_bytes());
                Ok(IsNull::No)
            }
            _ => Err(mismatch()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Value, Fault> {
        Ok(match base(ty) {
            Type::BOOL => Value::Bool(bool::from_sql(ty, raw)?),
            Type::INT8 => Value::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Value::Int(i64::from(i32::from_sql(ty, raw)?)),
            Type::INT2 => Value::Int(i64::from(i16::from_sql(ty, raw)?)),
            Type::OID => Value::Int(i64::from(u32::from_sql(ty, raw)?)),
            Type::FLOAT8 => Value::Float(f64::from_sql(ty, raw)?),
            Type::FLOAT4 => Value::Float(f64::from(f32::from_sql(ty, raw)?)),
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN => {
                Value::Text(std::str::from_utf8(raw)?.to_owned())
            }
            Type::BYTEA => Value::Bytes(raw.to_vec()),
            Type::UUID => Value::Uuid(Uuid::from_slice(raw)?),
            Type::TIMESTAMPTZ => {
                let micros = i64::from_sql(&Type::INT8, raw)?;
                let micros = micros
                    .checked_add(EPOCH_MICROS)
                    .ok_or("the instant is infinite")?;
                Value::Time(Timestamp::from_microsecond(micros)?)
            }
            Type::DATE => {
                let days = i32::from_sql(&Type::INT4, raw)?;
                Value::Date(EPOCH_DAY.checked_add(jiff::Span::new().try_days(days)?)?)
            }
            Type::JSONB => {
                let text = raw
                    .strip_prefix(&[1])
                    .ok_or("JSONB of an unknown version")?;
                Value::Json(serde_json::from_slice(text)?)
            }
            Type::JSON => Value::Json(serde_json::from_slice(raw)?),
            Type::VOID => Value::Null,
            Type::NUMERIC => {
                return Err("NUMERIC is not read: cast the sum or average in the text".into());
            }
            other => return Err(format!("the type {other} is not read").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Value, Fault> {
        Ok(Value::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// The type a domain stands for, or the type itself.
fn base(ty: &Type) -> Type {
    match ty.kind() {
        Kind::Domain(base) => base.clone(),
        _ => ty.clone(),
    }
}

//! Values between Rust and SQL. What goes in is converted to the type the database asks for; what
//! comes out is converted to the type the caller asks for, so one text serves both engines though
//! SQLite keeps times as microseconds, booleans as 0 and 1, and dates and JSON as text.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

/// A value on its way to or from a database. Times are kept to the microsecond.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    Uuid(Uuid),
    Time(Timestamp),
    Date(Date),
    Json(serde_json::Value),
}

impl Value {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "NULL",
            Value::Bool(_) => "a truth value",
            Value::Int(_) => "an integer",
            Value::Float(_) => "a floating-point number",
            Value::Text(_) => "a text",
            Value::Bytes(_) => "bytes",
            Value::Uuid(_) => "a UUID",
            Value::Time(_) => "an instant",
            Value::Date(_) => "a date",
            Value::Json(_) => "JSON",
        }
    }
}

/// A value is not of the type it was asked as. Never holds the value itself: it may be personal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{wanted} was expected: {why}")]
pub struct Mismatch {
    wanted: &'static str,
    why: Cow<'static, str>,
}

impl Mismatch {
    /// `wanted` names what was expected, `why` what stood there, without the value.
    pub fn new(wanted: &'static str, why: impl Into<Cow<'static, str>>) -> Mismatch {
        Mismatch {
            wanted,
            why: why.into(),
        }
    }

    fn found(wanted: &'static str, value: &Value) -> Mismatch {
        Mismatch {
            wanted,
            why: format!("found {}", value.kind()).into(),
        }
    }
}

/// What can be bound to a placeholder.
pub trait ToValue: Sync {
    fn to_value(&self) -> Value;
}

/// What can be read from a column.
pub trait FromValue: Sized {
    /// Fails when the value is of another type or out of range.
    fn from_value(value: Value) -> Result<Self, Mismatch>;
}

impl ToValue for Value {
    fn to_value(&self) -> Value {
        self.clone()
    }
}

impl FromValue for Value {
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        Ok(value)
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        match value {
            Value::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value {
        (**self).to_value()
    }
}

macro_rules! integers {
    ($($ty:ty),*) => { $(
        impl ToValue for $ty {
            fn to_value(&self) -> Value {
                Value::Int(i64::from(*self))
            }
        }

        impl FromValue for $ty {
            fn from_value(value: Value) -> Result<Self, Mismatch> {
                match value {
                    Value::Int(n) => <$ty>::try_from(n)
                        .map_err(|_| Mismatch::new(stringify!($ty), "the integer is out of range")),
                    other => Err(Mismatch::found(stringify!($ty), &other)),
                }
            }
        }
    )* };
}

integers!(i8, i16, i32, i64, u8, u16, u32);

/// What is passed in, what is read back, and how each kind of value becomes it.
macro_rules! scalars {
    ($($ty:ty as $wanted:literal: $this:ident => $to:expr; $($pattern:pat => $from:expr),+;)*) => { $(
        impl ToValue for $ty {
            fn to_value(&self) -> Value {
                let $this = self;
                $to
            }
        }

        impl FromValue for $ty {
            fn from_value(value: Value) -> Result<Self, Mismatch> {
                match value {
                    $($pattern => $from,)+
                    other => Err(Mismatch::found($wanted, &other)),
                }
            }
        }
    )* };
}

scalars! {
    bool as "a truth value": this => Value::Bool(*this);
        Value::Bool(truth) => Ok(truth),
        Value::Int(n @ (0 | 1)) => Ok(n == 1);
    f64 as "a floating-point number": this => Value::Float(*this);
        Value::Float(number) => Ok(number);
    String as "a text": this => Value::Text(this.clone());
        Value::Text(text) => Ok(text);
    Vec<u8> as "bytes": this => Value::Bytes(this.clone());
        Value::Bytes(bytes) => Ok(bytes);
    Uuid as "a UUID": this => Value::Uuid(*this);
        Value::Uuid(uuid) => Ok(uuid),
        Value::Bytes(bytes) => Uuid::from_slice(&bytes)
            .map_err(|_| Mismatch::new("a UUID", "the bytes are not sixteen"));
    Timestamp as "an instant": this => Value::Time(*this);
        Value::Time(at) => Ok(at),
        Value::Int(micros) => Timestamp::from_microsecond(micros)
            .map_err(|_| Mismatch::new("an instant", "the microseconds are out of range"));
    Date as "a date": this => Value::Date(*this);
        Value::Date(on) => Ok(on),
        Value::Text(text) => text.parse().map_err(|_| Mismatch::new("a date", "the text is none"));
    serde_json::Value as "JSON": this => Value::Json(this.clone());
        Value::Json(json) => Ok(json),
        Value::Text(text) => serde_json::from_str(&text)
            .map_err(|_| Mismatch::new("JSON", "the text is none"));
}

impl ToValue for str {
    fn to_value(&self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl ToValue for Cow<'_, str> {
    fn to_value(&self) -> Value {
        Value::Text(self.clone().into_owned())
    }
}

impl ToValue for [u8] {
    fn to_value(&self) -> Value {
        Value::Bytes(self.to_vec())
    }
}

impl<const N: usize> ToValue for [u8; N] {
    fn to_value(&self) -> Value {
        Value::Bytes(self.to_vec())
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(value: Value) -> Result<Self, Mismatch> {
        let bytes = Vec::<u8>::from_value(value)?;
        bytes
            .try_into()
            .map_err(|_| Mismatch::new("bytes", "they are not as many as expected"))
    }
}

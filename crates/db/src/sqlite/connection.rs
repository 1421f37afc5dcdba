//! One connection to SQLite: opened with the house's settings, statements cached, `$n` bound by
//! number whatever their order in the text.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{ErrorCode, OpenFlags};

use crate::row::Columns;
use crate::{Error, Row, ToValue, Value};

/// How connections of a database are opened.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) file: PathBuf,
    pub(crate) writer_cache: u64,
    pub(crate) reader_cache: u64,
    pub(crate) durable: bool,
    pub(crate) busy: Duration,
}

/// Statements kept prepared on each connection.
const STATEMENTS_KEPT: usize = 512;

pub(crate) struct Connection {
    pub(crate) inner: rusqlite::Connection,
    shapes: HashMap<Box<str>, Shape>,
}

/// What is known of a statement once it was prepared.
#[derive(Clone)]
struct Shape {
    columns: Arc<Columns>,
    /// For each parameter of SQLite, in the order of the text, the number behind its `$`.
    numbers: Arc<[usize]>,
}

/// How many rows a caller wants to see at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Two are fetched where one is wanted, so that the second can be complained about.
    One,
    All,
}

impl Connection {
    pub(crate) fn writer(settings: &Settings) -> Result<Connection, Error> {
        // Whoever writes holds the seat, so that SQLite need not lock again.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let inner = open(&settings.file, flags, settings)?;
        let prepare = || -> rusqlite::Result<()> {
            inner.pragma_update(None, "journal_mode", "WAL")?;
            inner.pragma_update(
                None,
                "synchronous",
                if settings.durable { "FULL" } else { "OFF" },
            )?;
            inner.pragma_update(None, "cache_size", cache_pragma(settings.writer_cache))?;
            // The checkpoint thread does it, so that no visitor waits for it.
            inner.pragma_update(None, "wal_autocheckpoint", 0)?;
            Ok(())
        };
        prepare().map_err(|err| failure("opening the database for writing", err))?;
        Ok(Connection::around(inner))
    }

    pub(crate) fn reader(settings: &Settings) -> Result<Connection, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let inner = open(&settings.file, flags, settings)?;
        let prepare = || -> rusqlite::Result<()> {
            inner.pragma_update(None, "query_only", true)?;
            inner.pragma_update(None, "cache_size", cache_pragma(settings.reader_cache))?;
            inner.pragma_update(None, "mmap_size", 1_i64 << 30)?;
            Ok(())
        };
        prepare().map_err(|err| failure("opening the database for reading", err))?;
        Ok(Connection::around(inner))
    }

    fn around(inner: rusqlite::Connection) -> Connection {
        inner.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        Connection {
            inner,
            shapes: HashMap::new(),
        }
    }

    /// Runs a word of transaction control.
    pub(crate) fn control(&self, word: &str) -> rusqlite::Result<()> {
        self.inner.prepare_cached(word)?.raw_execute().map(|_| ())
    }

    pub(crate) fn execute(
        &mut self,
        name: &'static str,
        text: &str,
        args: &[&dyn ToValue],
    ) -> Result<u64, Error> {
        let mut statement = self
            .inner
            .prepare_cached(text)
            .map_err(|err| failure(name, err))?;
        let shape = shape(&mut self.shapes, name, text, &statement)?;
        bind(name, &mut statement, &shape, args)?;
        let run = |statement: &mut rusqlite::CachedStatement<'_>| -> rusqlite::Result<u64> {
            // A statement that answers with rows (RETURNING) is run to its end as well.
            if statement.column_count() == 0 {
                return statement.raw_execute().map(|n| n as u64);
            }
            let mut rows = statement.raw_query();
            let mut n = 0;
            while rows.next()?.is_some() {
                n += 1;
            }
            Ok(n)
        };
        run(&mut statement).map_err(|err| failure(name, err))
    }

    pub(crate) fn rows(
        &mut self,
        name: &'static str,
        text: &str,
        args: &[&dyn ToValue],
        wanted: Wanted,
    ) -> Result<Vec<Row>, Error> {
        let mut statement = self
            .inner
            .prepare_cached(text)
            .map_err(|err| failure(name, err))?;
        let shape = shape(&mut self.shapes, name, text, &statement)?;
        bind(name, &mut statement, &shape, args)?;
        let width = shape.columns.names.len();
        let mut read = || -> rusqlite::Result<Vec<Row>> {
            let mut rows = statement.raw_query();
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let values = (0..width)
                    .map(|at| row.get_ref(at).and_then(owned))
                    .collect::<rusqlite::Result<Vec<_>>>()?;
                found.push(Row::new(shape.columns.clone(), values));
                // A write with RETURNING must run to its end, which it has before its first row.
                if wanted == Wanted::One && found.len() == 2 {
                    break;
                }
            }
            Ok(found)
        };
        read().map_err(|err| failure(name, err))
    }
}

fn open(file: &Path, flags: OpenFlags, settings: &Settings) -> Result<rusqlite::Connection, Error> {
    let doing = || format!("opening {}", file.display());
    let inner =
        rusqlite::Connection::open_with_flags(file, flags).map_err(|err| failure(doing(), err))?;
    let prepare = || -> rusqlite::Result<()> {
        inner.busy_timeout(settings.busy)?;
        inner.pragma_update(None, "foreign_keys", true)?;
        inner.pragma_update(None, "temp_store", "MEMORY")?;
        inner.pragma_update(None, "trusted_schema", false)?;
        // A plan that looks at what is bound is made anew at every run: an eighth of all time under load.
        inner.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        Ok(())
    };
    prepare().map_err(|err| failure(doing(), err))?;
    Ok(inner)
}

/// SQLite takes a negative number as KiB.
fn cache_pragma(bytes: u64) -> i64 {
    -i64::try_from(bytes / 1024).unwrap_or(i64::MAX)
}

fn shape(
    shapes: &mut HashMap<Box<str>, Shape>,
    name: &'static str,
    text: &str,
    statement: &rusqlite::Statement<'_>,
) -> Result<Shape, Error> {
    if let Some(known) = shapes.get(text)
        && known.columns.names.len() == statement.column_count()
    {
        return Ok(known.clone());
    }
    let names = statement.column_names().map(str::to_owned).collect();
    let numbers = parameters(name, statement)?;
    let shape = Shape {
        columns: Arc::new(Columns {
            statement: name,
            names,
        }),
        numbers,
    };
    shapes.insert(text.into(), shape.clone());
    Ok(shape)
}

/// The numbers behind the `$`s; SQLite itself counts parameters by their first appearance.
pub(crate) fn parameters(
    name: &'static str,
    statement: &rusqlite::Statement<'_>,
) -> Result<Arc<[usize]>, Error> {
    (1..=statement.parameter_count())
        .map(|at| {
            statement
                .parameter_name(at)
                .and_then(|word| word.strip_prefix('$'))
                .and_then(|number| number.parse::<usize>().ok())
                .filter(|number| *number > 0)
                .ok_or_else(|| Error::Argument {
                    statement: name,
                    why: format!("parameter {at} of the text is not $1, $2, …"),
                })
        })
        .collect()
}

fn bind(
    name: &'static str,
    statement: &mut rusqlite::CachedStatement<'_>,
    shape: &Shape,
    args: &[&dyn ToValue],
) -> Result<(), Error> {
    // The same count that PostgreSQL asks for: the highest number.
    let asked = shape.numbers.iter().copied().max().unwrap_or(0);
    if asked != args.len() {
        return Err(Error::Argument {
            statement: name,
            why: format!("{asked} arguments are asked for, {} were given", args.len()),
        });
    }
    for (at, number) in shape.numbers.iter().enumerate() {
        statement
            .raw_bind_parameter(at + 1, Bound(args[number - 1].to_value()))
            .map_err(|err| failure(name, err))?;
    }
    Ok(())
}

struct Bound(Value);

impl rusqlite::ToSql for Bound {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        use rusqlite::types::Value as Own;
        Ok(match &self.0 {
            Value::Null => ToSqlOutput::Owned(Own::Null),
            Value::Bool(truth) => ToSqlOutput::Owned(Own::Integer(i64::from(*truth))),
            Value::Int(n) => ToSqlOutput::Owned(Own::Integer(*n)),
            Value::Float(number) => ToSqlOutput::Owned(Own::Real(*number)),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Value::Uuid(uuid) => ToSqlOutput::Borrowed(ValueRef::Blob(uuid.as_bytes())),
            Value::Time(at) => ToSqlOutput::Owned(Own::Integer(at.as_microsecond())),
            Value::Date(on) => ToSqlOutput::Owned(Own::Text(on.to_string())),
            Value::Json(json) => ToSqlOutput::Owned(Own::Text(json.to_string())),
        })
    }
}

fn owned(value: ValueRef<'_>) -> rusqlite::Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Int(n),
        ValueRef::Real(number) => Value::Float(number),
        ValueRef::Text(_) => Value::Text(value.as_str()?.to_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    })
}

/// Sorts an error of SQLite into what the border asks about.
pub(crate) fn failure(doing: impl Into<String>, source: rusqlite::Error) -> Error {
    let doing = doing.into();
    match source.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Error::Full { doing },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::unavailable(doing, "another process writes")
        }
        Some(ErrorCode::OperationInterrupted) => Error::unavailable(doing, "it took too long"),
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
            Error::unavailable(doing, source)
        }
        _ => Error::Sqlite {
            doing,
            source: Box::new(source),
        },
    }
}

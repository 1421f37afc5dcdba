//! Several words sent together on one connection, and their answers: a round trip costs more than
//! most statements.

use std::borrow::Cow;
use std::pin::Pin;

use deadpool_postgres::Object;
use futures_util::future::join_all;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Statement};

use super::values::Bound;
use crate::Error;

/// A statement with its arguments.
pub(crate) struct Asked {
    pub(crate) name: &'static str,
    pub(crate) text: Cow<'static, str>,
    pub(crate) args: Vec<Bound>,
}

/// What is sent last of a flight, and waited for.
pub(super) enum Last<'a> {
    Nothing,
    Execute(&'a Asked),
    Query(&'a Asked),
    Commit,
}

pub(super) enum Answer {
    Done,
    Count(u64),
    Rows(Statement, Vec<tokio_postgres::Row>),
}

/// Which of a flight's words failed, and how.
pub(super) struct Fallen {
    pub(super) name: &'static str,
    pub(super) source: tokio_postgres::Error,
}

type Flying<'a> = Pin<
    Box<dyn Future<Output = (&'static str, Result<Answer, tokio_postgres::Error>)> + Send + 'a>,
>;

pub(super) enum Failure {
    /// Before anything was sent.
    Argument(Error),
    Fallen(Fallen),
}

/// Sends all of it and waits for all answers; gives the one of `last`.
pub(super) async fn fly(
    client: &Object,
    opening: Option<&'static str>,
    posted: &[Asked],
    last: &Last<'_>,
) -> Result<Answer, Failure> {
    let mut prepared_posts = Vec::with_capacity(posted.len());
    for asked in posted {
        prepared_posts.push((prepare(client, asked).await?, asked));
    }
    let prepared = match last {
        Last::Execute(asked) | Last::Query(asked) => Some(prepare(client, asked).await?),
        Last::Nothing | Last::Commit => None,
    };
    let mut flight: Vec<Flying<'_>> = Vec::with_capacity(posted.len() + 2);
    if let Some(word) = opening {
        flight.push(control(client, "BEGIN", word));
    }
    for (statement, asked) in &prepared_posts {
        flight.push(execute(client, statement, asked));
    }
    match (last, &prepared) {
        (Last::Execute(asked), Some(statement)) => {
            flight.push(execute(client, statement, asked));
        }
        (Last::Query(asked), Some(statement)) => flight.push(query(client, statement, asked)),
        (Last::Commit, _) => flight.push(control(client, "COMMIT", "COMMIT")),
        _ => {}
    }
    // Polled in this order, and so sent in it. The first failure is the cause of the later ones.
    let mut told = Answer::Done;
    for (name, answer) in join_all(flight).await {
        told = answer.map_err(|source| Failure::Fallen(Fallen { name, source }))?;
    }
    Ok(told)
}

async fn prepare(client: &Object, asked: &Asked) -> Result<Statement, Failure> {
    let prepared = client.prepare_cached(&asked.text).await;
    let statement = prepared.map_err(|source| {
        let name = asked.name;
        Failure::Fallen(Fallen { name, source })
    })?;
    let wanted = statement.params().len();
    if wanted != asked.args.len() {
        let given = asked.args.len();
        return Err(Failure::Argument(Error::Argument {
            statement: asked.name,
            why: format!("{wanted} arguments are asked for, {given} were given"),
        }));
    }
    Ok(statement)
}

fn control<'a>(client: &'a Client, name: &'static str, word: &'static str) -> Flying<'a> {
    Box::pin(async move {
        let done = client.batch_execute(word).await;
        (name, done.map(|()| Answer::Done))
    })
}

fn execute<'a>(client: &'a Client, statement: &'a Statement, asked: &'a Asked) -> Flying<'a> {
    Box::pin(async move {
        let done = client.execute(statement, &references(&asked.args)).await;
        (asked.name, done.map(Answer::Count))
    })
}

fn query<'a>(client: &'a Client, statement: &'a Statement, asked: &'a Asked) -> Flying<'a> {
    Box::pin(async move {
        let found = client.query(statement, &references(&asked.args)).await;
        let found = found.map(|rows| Answer::Rows(statement.clone(), rows));
        (asked.name, found)
    })
}

fn references(args: &[Bound]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|arg| arg as &(dyn ToSql + Sync)).collect()
}

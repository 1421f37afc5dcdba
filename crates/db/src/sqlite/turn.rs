//! A turn at the writer: one block of `write!`.

use std::sync::Arc;

use super::connection::Wanted;
use super::writer::{SeatGuard, Told, Writer};
use crate::{Error, Row, ToValue};

pub(crate) struct Turn {
    writer: Arc<Writer>,
    /// `None` once settled.
    seat: Option<SeatGuard>,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// No savepoint of ours stands.
    Outside,
    /// Between our savepoint and its end.
    Inside,
    /// An error rolled the whole transaction back.
    Gone,
}

/// How a turn ended, where its block cannot be believed alone.
#[derive(Debug)]
pub(crate) enum Ended {
    Settled,
    RolledBack,
    Unknown { why: String, full: bool },
    Failed(Error),
}

impl Turn {
    pub(crate) async fn begin(writer: &Arc<Writer>) -> Result<Turn, Error> {
        let seat = writer.seat().await?;
        let mut turn = Turn {
            writer: writer.clone(),
            seat: Some(seat),
            state: State::Outside,
        };
        let seat = turn.seat()?;
        if !seat.batch_is_open() {
            // Waits only while a command of the operator writes beside us.
            seat.open_batch()?;
        }
        seat.begin_turn()?;
        turn.state = State::Inside;
        Ok(turn)
    }

    fn seat(&mut self) -> Result<&mut SeatGuard, Error> {
        self.seat
            .as_mut()
            .ok_or_else(|| Error::unavailable("writing", "the turn is over"))
    }

    pub(crate) fn execute(
        &mut self,
        name: &'static str,
        text: &str,
        args: &[&dyn ToValue],
    ) -> Result<u64, Error> {
        let done = self.seat()?.connection()?.execute(name, text, args);
        self.watched(done)
    }

    pub(crate) fn rows(
        &mut self,
        name: &'static str,
        text: &str,
        args: &[&dyn ToValue],
        wanted: Wanted,
    ) -> Result<Vec<Row>, Error> {
        let done = self.seat()?.connection()?.rows(name, text, args, wanted);
        self.watched(done)
    }

    /// Looks after an error whether the transaction still stands.
    fn watched<T>(&mut self, done: Result<T, Error>) -> Result<T, Error> {
        if done.is_err() && self.seat()?.lose_batch_if_gone() {
            self.state = State::Gone;
        }
        done
    }

    /// Keeps or undoes the turn, then waits until its batch is committed: a refusal waits as well,
    /// since it may rest on what another turn of the batch has written.
    pub(crate) async fn settle(mut self, keep: bool) -> Ended {
        let Some(mut seat) = self.seat.take() else {
            return Ended::RolledBack;
        };
        let state = std::mem::replace(&mut self.state, State::Outside);
        if state != State::Inside {
            self.writer.leave(seat);
            return Ended::RolledBack;
        }
        if let Err(err) = seat.end_turn(keep) {
            self.writer.leave(seat);
            return Ended::Failed(err);
        }
        let told = seat.join_batch();
        self.writer.leave_after_turn(seat);
        match told.await {
            Ok(Told::Committed) => Ended::Settled,
            Ok(Told::RolledBack) => Ended::RolledBack,
            Ok(Told::Unknown { why, full }) => Ended::Unknown { why, full },
            Err(_) => Ended::Unknown {
                why: "the batch never told".to_owned(),
                full: false,
            },
        }
    }
}

impl Drop for Turn {
    /// Dropped in the middle (cancelled, or a panic): undone, and the batch goes on without it.
    fn drop(&mut self) {
        let Some(mut seat) = self.seat.take() else {
            return;
        };
        if self.state == State::Inside
            && let Err(err) = seat.end_turn(false)
        {
            tracing::error!(%err, "a dropped turn could not be undone; its batch is rolled back");
        }
        self.writer.leave_after_turn(seat);
    }
}

//! What happens, told to whoever listens now. One task a process reads the feed and hands each event to
//! all listeners; the feed's order is the same for every process, so a listener may go on at another one
//! where it left off. Whoever comes back, or was too slow, reads what they missed from the feed itself.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use areas::AreaCode;
use db::{Row, Tx, sql};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Mutex, broadcast, watch};

use super::feed;
use crate::access::{Cx, SignedIn};
use crate::accounts::actions::sign_in;
use crate::accounts::store::read_area;
use crate::app::App;
use crate::error::Error;

/// How soon after it was numbered an event is told.
const PAUSE: Duration = Duration::from_millis(150);
/// The pause after a round that failed.
const AFTER_A_FAULT: Duration = Duration::from_secs(2);
/// Events read in one go.
const BATCH: i64 = 500;
/// Events that a listener may be behind before it has to read them again.
const RING: usize = 2_048;
/// A sign of life keeps proxies from closing a quiet line.
const AWAKE: Duration = Duration::from_secs(20);
/// How often it is asked whether the listener still has the right to hear.
const RIGHTS: SignedDuration = SignedDuration::from_secs(60);

/// An event as listeners hear it: nothing of any person.
#[derive(Debug)]
pub struct Happened {
    pub seq: i64,
    pub name: String,
    pub area: AreaCode,
    /// Another area that is told: where a case was referred to, or came from.
    pub also: Option<AreaCode>,
    pub at: Timestamp,
    pub reference: Option<String>,
}

/// Where all listeners of a process hang.
pub struct Live {
    told: broadcast::Sender<Arc<Happened>>,
    /// The last event handed on.
    seq: Mutex<i64>,
    closed: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Live {
        Live {
            told: broadcast::Sender::new(RING),
            seq: Mutex::default(),
            closed: watch::Sender::new(false),
        }
    }
}

impl Live {
    /// Ends every listener: the program stops.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.told.receiver_count()
    }
}

// The reference is joined here, once for all listeners.
sql! { HAPPENED_AFTER = "
    SELECT f.seq, f.name, f.area, f.also, f.at, r.reference
    FROM feed f
    LEFT JOIN help_requests r ON r.province = f.province AND r.id = f.subject
    WHERE f.seq > $1
    ORDER BY f.seq
    LIMIT $2
" }

async fn after(tx: &mut Tx, seq: i64) -> Result<Vec<Arc<Happened>>, db::Error> {
    tx.all(HAPPENED_AFTER, &[&seq, &BATCH])
        .await?
        .iter()
        .map(|row| read(row).map(Arc::new))
        .collect()
}

fn read(row: &Row) -> Result<Happened, db::Error> {
    Ok(Happened {
        seq: row.get("seq")?,
        name: row.get("name")?,
        area: read_area(row, "area")?,
        also: row.get::<Option<u32>>("also")?.and_then(AreaCode::new),
        at: row.get("at")?,
        reference: row.get("reference")?,
    })
}

async fn missed(app: &App, seq: i64) -> Result<Vec<Arc<Happened>>, Error> {
    Ok(db::read!(app.db, |tx| { after(tx, seq).await })?)
}

fn is_full(page: &[Arc<Happened>]) -> bool {
    i64::try_from(page.len()).is_ok_and(|n| n >= BATCH)
}

/// Hands on what happened since; gives how many events.
pub async fn catch_up(app: &App) -> Result<usize, Error> {
    let mut seq = app.live.seq.lock().await;
    // The head is read before it is asked whether anybody listens: who comes between the two reads
    // the feed from their own place on, at least as far as this head.
    let head = db::look!(app.db, |tx| { feed::head(tx).await })?;
    if app.live.listeners() == 0 {
        *seq = head;
        return Ok(0);
    }
    let mut handed = 0;
    while *seq < head {
        let page = db::look!(app.db, |tx| { after(tx, *seq).await })?;
        let Some(last) = page.last() else { break };
        *seq = last.seq;
        handed += page.len();
        for event in page {
            // Nobody left to hear it is no fault.
            let _ = app.live.told.send(event);
        }
    }
    Ok(handed)
}

/// Follows the feed as long as the program runs.
pub async fn follow(app: App) {
    let mut is_well = true;
    loop {
        let outcome = catch_up(&app).await;
        if let Err(err) = &outcome
            && is_well
        {
            tracing::warn!(%err, "events are not told live");
        }
        is_well = outcome.is_ok();
        tokio::time::sleep(if is_well { PAUSE } else { AFTER_A_FAULT }).await;
    }
}

/// Somebody who hears what happens in an area.
pub struct Listener {
    app: App,
    who: Box<SignedIn>,
    area: AreaCode,
    /// The last event of the feed that was told or passed over.
    seq: i64,
    /// Events read from the feed that are still to be told.
    missed: VecDeque<Arc<Happened>>,
    /// Whether the feed holds more that was missed.
    is_behind: bool,
    line: broadcast::Receiver<Arc<Happened>>,
    closed: watch::Receiver<bool>,
    asked_at: Timestamp,
}

/// What a listener hears.
#[derive(Debug)]
pub enum Heard {
    Event(Arc<Happened>),
    /// Nothing for a while, or for this area; from this number on it goes on.
    Quiet(i64),
}

/// Whether this person may hear of an area.
pub fn may_hear(who: &SignedIn, area: AreaCode) -> bool {
    who.held().any(|seat| seat.area.contains(area))
}

impl Listener {
    /// Begins after an event heard before, or with what happens from now on.
    pub async fn begin(
        app: &App,
        cx: &Cx,
        area: Option<AreaCode>,
        after: Option<i64>,
    ) -> Result<Listener, Error> {
        let who = cx.signed_in().ok_or(Error::SignInNeeded)?;
        let area = area.unwrap_or_else(|| who.home());
        if !may_hear(who, area) {
            return Err(Error::NotFound);
        }
        // First the line, then the feed: what is committed in between is heard twice, never missed.
        let line = app.live.told.subscribe();
        let head = db::read!(app.db, |tx| { feed::head(tx).await })?;
        // A number that was never given belongs to a database that was put back since.
        let seq = after.filter(|seq| (0..=head).contains(seq)).unwrap_or(head);
        Ok(Listener {
            app: app.clone(),
            who: Box::new(who.clone()),
            area,
            seq,
            missed: VecDeque::new(),
            is_behind: seq < head,
            line,
            closed: app.live.closed.subscribe(),
            asked_at: cx.now,
        })
    }

    pub fn area(&self) -> AreaCode {
        self.area
    }

    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// What is heard next; nothing more once the program stops, or the right to hear has ended.
    pub async fn next(&mut self) -> Option<Heard> {
        let mut closed = self.closed.clone();
        let heard = async {
            match self.hear().await {
                Ok(heard) => heard,
                Err(err) => {
                    // The line ends; whoever listens comes back and goes on where it was.
                    tracing::warn!(%err, "a listener was cut off");
                    None
                }
            }
        };
        tokio::select! {
            biased;
            _ = closed.wait_for(|closed| *closed) => None,
            heard = heard => heard,
        }
    }

    async fn hear(&mut self) -> Result<Option<Heard>, Error> {
        let mut awake = pin!(tokio::time::sleep(AWAKE));
        loop {
            if !self.may_still().await? {
                return Ok(None);
            }
            if let Some(event) = self.missed.pop_front() {
                if let Some(heard) = self.tell(event) {
                    return Ok(Some(heard));
                }
                continue;
            }
            if self.is_behind {
                // Boxed, so that a listener who only waits does not carry it along.
                let page = Box::pin(missed(&self.app, self.seq)).await?;
                self.is_behind = is_full(&page);
                self.missed = page.into();
                continue;
            }
            tokio::select! {
                told = self.line.recv() => match told {
                    Ok(event) => {
                        if let Some(heard) = self.tell(event) {
                            return Ok(Some(heard));
                        }
                    }
                    Err(broadcast::error::RecvError::Lagged(_)) => self.is_behind = true,
                    Err(broadcast::error::RecvError::Closed) => return Ok(None),
                },
                () = &mut awake => return Ok(Some(Heard::Quiet(self.seq))),
            }
        }
    }

    /// Passes over what was told already and what happens elsewhere.
    fn tell(&mut self, event: Arc<Happened>) -> Option<Heard> {
        if event.seq <= self.seq {
            return None;
        }
        self.seq = event.seq;
        let mine = self.area.contains(event.area)
            || event.also.is_some_and(|also| self.area.contains(also));
        mine.then_some(Heard::Event(event))
    }

    /// Sessions end and seats are taken away while somebody listens.
    async fn may_still(&mut self) -> Result<bool, Error> {
        let now = self.app.clock.now();
        if now.duration_since(self.asked_at) < RIGHTS {
            return Ok(true);
        }
        self.asked_at = now;
        let asked = Box::pin(sign_in::seats_of(&self.app, &self.who, now));
        let Some(seats) = asked.await? else {
            return Ok(false);
        };
        self.who.seats = seats;
        Ok(may_hear(&self.who, self.area))
    }
}

//! Units, entries of their ledgers, what goes between them, what is promised to requests, and their days.

mod day;
mod entry;
mod reservation;
mod shipment;
mod unit;

pub use day::{Closed, Count, Line, Lot, Movement};
pub use entry::{Account, Entry, Kind, NewEntry, Reason};
pub use reservation::{Ended, ForRequest, Handle as ReservationHandle, Outcome, Reservation};
pub use shipment::{
    Goods, Handle as ShipmentHandle, NewShipment, Planned, Purpose, Shipment, Standing,
};
pub use unit::{EndKind, Handle, Headcount, NewUnit, Officer, Tier, Unit};

//! What supply units put aside for a case and handed over.

use super::Show;
use crate::help_requests::actions::goods;
use crate::supplies::actions::Promised;
use crate::supplies::pages::{Words, name};

impl Show<'_> {
    /// Whether this person may fill the case from a unit of theirs.
    pub(super) fn may_fill(&self) -> bool {
        let kind = self.incident.preset.kind(&self.seen.request.kind);
        self.beside.has_unit && self.state().is_open() && kind.is_some_and(goods::are_answer_to)
    }

    pub(super) fn goods_words(&self) -> Words {
        Words::of(self.page, self.incident.preset)
    }

    pub(super) fn unit_name(&self, one: &Promised) -> String {
        name(self.page, &one.unit)
    }

    /// What went out where any did; else what was put aside.
    pub(super) fn goods_quantity(&self, one: &Promised) -> i64 {
        match one.entries.is_empty() {
            true => one.reservation.quantity(),
            false => one.handed_over(),
        }
    }
}

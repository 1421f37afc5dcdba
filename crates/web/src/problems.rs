//! What is amiss in a form, field by field, gathered before anything is refused.

use crate::Message;

/// Field name → what is wrong with it, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Problems(Vec<(String, Message)>);

impl Problems {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes a problem; the first one of a field is kept, since one at a time can be mended.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<Message>) {
        let field = field.into();
        if self.of(&field).is_none() {
            self.0.push((field, message.into()));
        }
    }

    /// The value, or its problem noted under the field.
    pub fn keep<T, E, M: Into<Message>>(
        &mut self,
        field: impl Into<String>,
        result: Result<T, E>,
        said: impl FnOnce(E) -> M,
    ) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(err) => {
                self.add(field, said(err));
                None
            }
        }
    }

    /// Puts the problems in the order in which the form shows its fields; others come last.
    pub fn in_order(&mut self, fields: &[&str]) {
        self.0.sort_by_key(|(name, _)| {
            fields
                .iter()
                .position(|field| field == name)
                .unwrap_or(fields.len())
        });
    }

    pub fn of(&self, field: &str) -> Option<&Message> {
        self.0
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, message)| message)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Message)> {
        self.0
            .iter()
            .map(|(field, message)| (field.as_str(), message))
    }
}

//! Reading the answers to the fields that a preset asks, of kinds of help and of points alike.

use web::{Message, Problems, Typed};

use crate::access::Cx;
use crate::clock;
use crate::incidents::preset::{Field, FieldProblem, Value};

/// Each field as `<before>.<key>`; what was not answered is left out.
pub fn read(
    cx: &Cx,
    fields: &[Field],
    before: &str,
    typed: &Typed,
    problems: &mut Problems,
) -> Vec<(String, Value)> {
    let today = clock::day(cx.now);
    let mut answers = Vec::new();
    for field in fields {
        let name = format!("{before}.{}", field.key);
        let text = typed.all(&name).collect::<Vec<_>>().join(",");
        let read = field.read(&text, cx.language, today);
        if let Some(Some(value)) =
            problems.keep(name, read, |err| problem(err, field.label(cx.language)))
        {
            answers.push((field.key.clone(), value));
        }
    }
    answers
}

/// What is amiss with an answer.
pub fn problem(err: FieldProblem, label: &str) -> Message {
    match err {
        FieldProblem::Missing => Message::new("field-missing").with("label", label),
        FieldProblem::TooLong { most } => Message::new("field-too-long")
            .with("label", label)
            .with("most", i64::from(most)),
        FieldProblem::NotANumber => Message::new("field-not-a-number").with("label", label),
        FieldProblem::OutOfRange { min, max } => Message::new("field-out-of-range")
            .with("label", label)
            .with("min", min.to_string())
            .with("max", max.to_string()),
        FieldProblem::TooManyPlaces { places } => Message::new("field-too-many-places")
            .with("label", label)
            .with("places", i64::from(places)),
        FieldProblem::NotAChoice => "choice-unknown".into(),
        FieldProblem::NotYesOrNo => Message::new("field-not-yes-or-no").with("label", label),
        FieldProblem::Date(_) => Message::new("field-not-a-date").with("label", label),
        FieldProblem::InTheFuture => Message::new("field-in-the-future").with("label", label),
    }
}

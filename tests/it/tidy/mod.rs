//! The house is kept tidy by reading its own sources: borders between slices and layers, sizes,
//! templates, traces of a machine. Each checker is shown a planted fault first, then the house.

mod borders;
mod source;
mod templates;
mod texts;
mod uses;

use source::Source;

fn house() -> Vec<Source> {
    let house = source::read(env!("CARGO_MANIFEST_DIR").as_ref());
    assert!(house.len() > 100, "only {} files were found", house.len());
    house
}

#[track_caller]
fn tidy(faults: Vec<String>) {
    assert!(
        faults.is_empty(),
        "{} to tidy up:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn no_file_names_what_stands_above_it() {
    tidy(borders::layers(&house()));
}

#[test]
fn slices_call_downward() {
    tidy(borders::floors(&house()));
}

#[test]
fn every_listed_crossing_is_still_needed() {
    tidy(borders::stale(&house()));
}

#[test]
fn files_are_short_or_say_why_not() {
    tidy(texts::sizes(&house()));
}

#[test]
fn no_file_names_a_place_of_somebody_s_machine() {
    tidy(texts::machine_paths(&house()));
}

#[test]
fn what_is_left_to_do_names_its_issue() {
    tidy(texts::left_to_do(&house()));
}

#[test]
fn templates_hold_no_script_and_no_style() {
    tidy(templates::inline(&house()));
}

#[test]
fn every_template_stands_in_the_layout_or_inside_another() {
    tidy(templates::orphans(&house()));
}

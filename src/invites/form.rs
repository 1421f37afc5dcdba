//! Reading a new invite as typed or as the fields of a JSON body.

use web::{Message, Problems, Typed};

use super::model::NewInvite;
use super::rules::{self, MOST_DAYS, USUAL_DAYS};
use crate::areas::typed as area_typed;
use crate::incidents::preset::Role;

/// Letters of a name at most.
const NAME: usize = 80;

/// Fields: `name`, `tag`, `area` (or `area_text`, `area_choice`), `role`, `team`, `days`.
pub fn read(typed: &Typed) -> Result<NewInvite, Problems> {
    let mut problems = Problems::default();
    let name = match contact::tidy_line(typed.value("name"), NAME) {
        Ok(name) => name,
        Err(_) => {
            let told = Message::new("text-too-long").with("most", NAME as i64);
            problems.add("name", told);
            String::new()
        }
    };
    if name.is_empty() && problems.of("name").is_none() {
        problems.add("name", "invite-name-missing");
    }
    let tag = rules::tag(typed.value("tag"));
    if tag.is_none() {
        problems.add("tag", "invite-tag-wrong");
    }
    let area = match area_typed::read(typed, None) {
        area_typed::AreaTyped::One(area) => Some(area),
        unclear => {
            let told = area_typed::problem(&unclear);
            problems.add(
                "area_text",
                told.unwrap_or_else(|| "invite-area-missing".into()),
            );
            None
        }
    };
    let role = Role::from_code(typed.value("role").trim());
    if role.is_none() {
        problems.add("role", "role-missing");
    }
    let team = typed.value("team").trim();
    let team = if team.is_empty() {
        None
    } else {
        let team = team.parse().ok();
        if team.is_none() {
            problems.add("team", "invite-team-not-yours");
        }
        team
    };
    let days = i18n::fold_digits(typed.value("days").trim());
    let days = if days.is_empty() {
        Some(USUAL_DAYS)
    } else {
        days.parse()
            .ok()
            .filter(|days| (1..=MOST_DAYS).contains(days))
    };
    if days.is_none() {
        problems.add(
            "days",
            Message::new("invite-days-wrong").with("most", MOST_DAYS),
        );
    }
    match (tag, area, role, days) {
        (Some(tag), Some(area), Some(role), Some(days)) if problems.is_empty() => Ok(NewInvite {
            name,
            tag,
            area,
            role,
            team,
            days,
        }),
        _ => Err(problems),
    }
}

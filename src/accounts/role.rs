//! The roles a seat may carry: what volunteers do, and who answers for an area.

use i18n::Language;

use crate::incidents::preset;

/// A role; together with an area it makes a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Volunteer(preset::Role),
    SubdistrictAdmin,
    DistrictAdmin,
    ProvinceAdmin,
    NationalAdmin,
}

impl Role {
    pub const ADMINS: [Role; 4] = [
        Role::SubdistrictAdmin,
        Role::DistrictAdmin,
        Role::ProvinceAdmin,
        Role::NationalAdmin,
    ];

    pub fn all() -> impl Iterator<Item = Role> {
        preset::Role::ALL
            .into_iter()
            .map(Role::Volunteer)
            .chain(Role::ADMINS)
    }

    pub fn code(self) -> &'static str {
        match self {
            Role::Volunteer(role) => role.code(),
            Role::SubdistrictAdmin => "subdistrict_admin",
            Role::DistrictAdmin => "district_admin",
            Role::ProvinceAdmin => "province_admin",
            Role::NationalAdmin => "national_admin",
        }
    }

    pub fn from_code(code: &str) -> Option<Role> {
        Role::all().find(|role| role.code() == code)
    }

    /// What people call the role.
    pub fn label(self, language: Language) -> String {
        let key = match self {
            Role::Volunteer(role) => return role.label(language).to_owned(),
            Role::SubdistrictAdmin => "role-subdistrict-admin",
            Role::DistrictAdmin => "role-district-admin",
            Role::ProvinceAdmin => "role-province-admin",
            Role::NationalAdmin => "role-national-admin",
        };
        i18n::text(language, key)
    }

    pub fn is_admin(self) -> bool {
        !matches!(self, Role::Volunteer(_))
    }

    /// Carrying the sick and the dead, treating, and rescuing wait for the area admin's word.
    pub fn needs_approval(self) -> bool {
        use preset::Role::{BodyTransport, Medical, PatientTransport, Rescue};
        matches!(
            self,
            Role::Volunteer(PatientTransport | BodyTransport | Medical | Rescue)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_names_one_role() {
        for role in Role::all() {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        assert_eq!(Role::from_code("king"), None);
    }
}

//! Rules of the category `schema`.

mod deprecated_field;
mod empty_value;
mod fields;
mod foreign_field;
mod ineffective_toggle;
mod invalid_server_name;
mod misplaced_config;
mod misplaced_field;
mod missing_field;
mod servers_not_map;
mod timeout_unit;
mod undefined_input;
mod unknown_field;
mod wrong_root_key;
mod wrong_type;

use super::Rule;

/// All of them, in the order of the catalogue.
pub(super) static RULES: &[&Rule] = &[
    &wrong_root_key::RULE,
    &misplaced_config::RULE,
    &servers_not_map::RULE,
    &unknown_field::RULE,
    &foreign_field::RULE,
    &misplaced_field::RULE,
    &wrong_type::RULE,
    &missing_field::RULE,
    &empty_value::RULE,
    &ineffective_toggle::RULE,
    &timeout_unit::RULE,
    &deprecated_field::RULE,
    &undefined_input::RULE,
    &invalid_server_name::RULE,
];

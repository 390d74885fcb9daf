//! The clients: one file each, pure facts.
//!
//! A new client is its file and one line of [`ALL`].

mod _5ire;
mod agents_dir;
mod amazon_q_cli;
mod amazon_q_ide;
mod amp;
mod antigravity;
mod anythingllm;
mod auggie;
mod boltai;
mod cherry_studio;
mod claude_code;
mod claude_desktop;
mod cline;
mod codex;
pub mod compose;
mod continue_;
mod copilot_cli;
mod copilot_coding_agent;
mod copilot_eclipse;
mod copilot_jetbrains;
mod copilot_xcode;
mod crush;
mod cursor;
mod droid;
mod emacs_mcp_el;
mod fast_agent;
mod fields;
mod firebase_studio;
mod gemini_cli;
mod gemini_code_assist;
mod generic;
mod goose;
mod grok_build;
mod grok_cli;
mod guess;
mod hf_tiny_agents;
mod jan;
mod jetbrains_ai_assistant;
mod jetbrains_air;
mod junie;
mod kilo_code;
mod kimi_cli;
mod kimi_code;
mod kiro;
mod librechat;
mod lm_studio;
mod mcp_hub;
mod mcp_inspector;
mod mcpb;
mod mcporter;
mod mistral_vibe;
mod opencode;
mod openhands;
mod pi_mcp_adapter;
mod qodo_command;
mod qwen_code;
mod roo_code;
mod rovodev;
mod shared;
mod tabnine;
mod trae;
mod visual_studio;
mod void;
mod vscode;
mod warp;
mod windsurf;
mod witsy;
mod zed;
mod zencoder;

use crate::model::Client;

pub use guess::guess;

/// All clients. Where two read files of one place, the earlier owns it.
pub static ALL: &[&Client] = &[
    &claude_code::CLIENT,
    &claude_desktop::CLIENT,
    &cursor::CLIENT,
    &vscode::CLIENT,
    &windsurf::CLIENT,
    &codex::CLIENT,
    &gemini_cli::CLIENT,
    &opencode::CLIENT,
    &cline::CLIENT,
    &zed::CLIENT,
    &continue_::CLIENT,
    &copilot_cli::CLIENT,
    &qwen_code::CLIENT,
    &droid::CLIENT,
    &auggie::CLIENT,
    &librechat::CLIENT,
    &mcporter::CLIENT,
    &mcp_inspector::CLIENT,
    &kimi_cli::CLIENT,
    &kimi_code::CLIENT,
    &mistral_vibe::CLIENT,
    &grok_build::CLIENT,
    &grok_cli::CLIENT,
    &visual_studio::CLIENT,
    &jetbrains_ai_assistant::CLIENT,
    &junie::CLIENT,
    &antigravity::CLIENT,
    &warp::CLIENT,
    &lm_studio::CLIENT,
    &trae::CLIENT,
    &amp::CLIENT,
    &copilot_jetbrains::CLIENT,
    &copilot_xcode::CLIENT,
    &copilot_eclipse::CLIENT,
    &copilot_coding_agent::CLIENT,
    &fast_agent::CLIENT,
    &hf_tiny_agents::CLIENT,
    &pi_mcp_adapter::CLIENT,
    &mcpb::CLIENT,
    &gemini_code_assist::CLIENT,
    &firebase_studio::CLIENT,
    &rovodev::CLIENT,
    &tabnine::CLIENT,
    &zencoder::CLIENT,
    &qodo_command::CLIENT,
    &jetbrains_air::CLIENT,
    &boltai::CLIENT,
    &agents_dir::CLIENT,
    &roo_code::CLIENT,
    &kilo_code::CLIENT,
    &goose::CLIENT,
    &crush::CLIENT,
    &amazon_q_cli::CLIENT,
    &amazon_q_ide::CLIENT,
    &kiro::CLIENT,
    &jan::CLIENT,
    &cherry_studio::CLIENT,
    &_5ire::CLIENT,
    &witsy::CLIENT,
    &openhands::CLIENT,
    &void::CLIENT,
    &mcp_hub::CLIENT,
    &emacs_mcp_el::CLIENT,
    &anythingllm::CLIENT,
];

/// The client called `id`.
pub fn by_id(id: &str) -> Option<&'static Client> {
    ALL.iter().copied().find(|client| client.id == id)
}

/// The client whose facts are the mildest: files that nobody is known to read are taken as its.
pub static GENERIC: &Client = &generic::CLIENT;

/// What reads the Compose files that stand beside configs.
pub static COMPOSE: &Client = &compose::CLIENT;

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::discover::{Place, classify, ends_as};
    use crate::model::{
        Basis, Inherits, Kind, Layer, Location, Outcome, Ruling, Runtime, SameName, Scope, Topic,
    };

    use super::*;

    /// A path that `template` means, with made-up folders.
    fn path_of(template: &str) -> String {
        let plain = match template
            .strip_prefix("${")
            .and_then(|it| it.split_once(":-"))
        {
            Some((_, rest)) => rest.replacen('}', "", 1),
            None => template.to_owned(),
        };
        let plain = match plain.split_once('{') {
            Some((before, names)) => {
                let (names, after) = names.split_once('}').unwrap();
                format!("{before}{}{after}", names.split(',').next().unwrap())
            }
            None => plain,
        };
        plain
            .replace("<project>", "/srv/shop/sub")
            .replacen("~/", "/home/ada/", 1)
            .replace('*', "some")
    }

    #[test]
    fn every_place_is_recognised_as_its_owners() {
        for client in ALL {
            for kind in client.kinds {
                for location in kind.locations.iter().filter(|location| !location.common) {
                    let path = path_of(location.path);
                    let Some(Place::Known { client: owner, .. }) = classify(Path::new(&path), None)
                    else {
                        panic!("{path} of {} is nobody's", client.id);
                    };
                    assert_eq!(
                        owner.id == client.id,
                        !location.guest,
                        "{path} of {} is taken for {}'s",
                        client.id,
                        owner.id
                    );
                }
            }
        }
    }

    #[test]
    fn a_guest_reads_the_place_in_its_own_way_when_it_is_named() {
        for client in ALL {
            for kind in client.kinds {
                let theirs = |location: &&Location| location.guest || location.common;
                for location in kind.locations.iter().filter(theirs) {
                    let path = path_of(location.path);
                    let place = classify(Path::new(&path), Some(client));
                    let Some(Place::Known { kind: found, .. }) = place else {
                        panic!("{path} is no place of {}", client.id);
                    };
                    assert_eq!(found.id, kind.id, "{path} of {}", client.id);
                }
            }
        }
    }

    /// Layers say of every place where it stands, and name only places that there are.
    #[test]
    fn layers_are_made_of_places() {
        for client in ALL {
            let precedence = client.precedence;
            assert!(
                precedence.order.is_empty() || precedence.layers.is_empty(),
                "{} has an order and layers",
                client.id
            );
            let places: Vec<(Scope, String)> = client
                .kinds
                .iter()
                .flat_map(|kind| kind.locations.iter().map(move |place| (kind, place)))
                .flat_map(|(kind, place)| {
                    let roots = kind.roots.iter();
                    roots.map(|root| (root.scope.unwrap_or(place.scope), path_of(place.path)))
                })
                .collect();
            let in_layer = |layer: &Layer, (scope, path): &(Scope, String)| {
                let ends = |pattern: &&str| ends_as(Path::new(path), pattern);
                layer.scope == *scope && (layer.files.is_empty() || layer.files.iter().any(ends))
            };
            for layer in precedence.layers {
                for file in layer.files {
                    assert!(
                        places.iter().any(|place| {
                            let files = std::slice::from_ref(file);
                            in_layer(&Layer { files, ..*layer }, place)
                        }),
                        "{}: no place ends in {file}",
                        client.id
                    );
                }
            }
            for place in places.iter().filter(|_| !precedence.layers.is_empty()) {
                let known = precedence.layers.iter().any(|layer| in_layer(layer, place));
                assert!(known, "{}: {place:?} is on no layer", client.id);
            }
        }
    }

    #[test]
    fn kinds_and_clients_have_names_of_their_own() {
        for (index, client) in ALL.iter().enumerate() {
            assert!(
                ALL[..index].iter().all(|other| other.id != client.id),
                "{} stands twice",
                client.id
            );
            for (index, kind) in client.kinds.iter().enumerate() {
                assert!(
                    client.kinds[..index]
                        .iter()
                        .all(|other| other.id != kind.id),
                    "{} has the kind {} twice",
                    client.id,
                    kind.id
                );
            }
        }
    }

    #[test]
    fn fields_are_fit_to_be_shown() {
        for client in ALL.iter().copied().chain([GENERIC]) {
            for kind in client.kinds {
                let names: Vec<&str> = kind.schema.fields().map(|field| field.name).collect();
                for (index, field) in kind.schema.fields().enumerate() {
                    let at = format!("{} of {} {}", field.name, client.id, kind.id);
                    assert!(!names[..index].contains(&field.name), "{at} stands twice");
                    assert!(field.doc.ends_with('.'), "{at}: the sentence has no end");
                    if !field.example.is_empty() {
                        let parsed = serde_json::from_str::<serde_json::Value>(field.example);
                        assert!(parsed.is_ok(), "{at}: the example is no JSON");
                    }
                    if let Some(successor) = field.successor {
                        assert!(names.contains(&successor), "{at}: no {successor}");
                    }
                }
            }
        }
    }

    /// What a client rules about `topic`.
    fn rulings(client: &Client, topic: Topic) -> Vec<Ruling> {
        let mut rulings = Vec::new();
        for kind in client.kinds {
            // That nobody can read what does not parse needs no evidence.
            let anybodys = kind.dialect == Kind::UNKNOWN.dialect
                && kind.syntax_error == Kind::UNKNOWN.syntax_error;
            match topic {
                Topic::Syntax if anybodys => rulings.push(kind.duplicate_key),
                Topic::Syntax => rulings.extend([kind.syntax_error, kind.duplicate_key]),
                Topic::Root => rulings.extend([kind.missing_root, kind.wrong_root]),
                _ => {}
            }
            for root in kind.roots {
                let schema = kind.schema_at(root);
                let rules = schema.transport;
                match topic {
                    Topic::Fields => {
                        rulings.extend([
                            schema.unknown_field,
                            schema.wrong_type,
                            schema.null_entry,
                            schema.not_object,
                        ]);
                        for field in schema.fields() {
                            let range = field.range.map(|range| range.ruling);
                            rulings.extend(range);
                            rulings.extend([field.required, field.wrong_type].iter().flatten());
                            rulings.extend([field.empty, field.misused].iter().flatten());
                        }
                    }
                    Topic::Transport => rulings.extend([
                        rules.command_only,
                        rules.url_only,
                        rules.both,
                        rules.neither,
                        rules.unknown_type_command,
                        rules.unknown_type_url,
                        rules.remote_type_command,
                        rules.stdio_type_url,
                        rules.remote_type_both,
                        rules.stdio_type_both,
                    ]),
                    Topic::Names => rulings.extend([schema.names.ruling, schema.names.empty]),
                    _ => {}
                }
            }
        }
        if topic == Topic::Remote {
            rulings.push(client.remote.plain_http);
        }
        rulings
    }

    /// Whether the record says anything about `topic`.
    fn speaks_of(client: &Client, topic: Topic) -> bool {
        let kinds = client.kinds;
        let told = |ruling: &Ruling| ruling.outcome > Outcome::Unknown;
        rulings(client, topic).iter().any(told)
            || match topic {
                Topic::Places => kinds.iter().any(|kind| !kind.locations.is_empty()),
                Topic::Fields => kinds
                    .iter()
                    .any(|kind| kind.schema.fields().next().is_some()),
                Topic::Variables => kinds.iter().any(|kind| kind.variables.established),
                Topic::Process => {
                    client.process.inherits != Inherits::Unknown
                        || client.process.splits_command.is_some()
                        || client.process.tilde.is_some()
                }
                Topic::Remote => {
                    client.remote.runtime != Runtime::Unknown
                        || !client.remote.ca_variables.is_empty()
                }
                Topic::Precedence => client.precedence.same_name != SameName::Unknown,
                _ => false,
            }
    }

    #[test]
    fn what_is_said_has_evidence() {
        let mut bare = Vec::new();
        for client in ALL {
            for topic in Topic::ALL {
                if speaks_of(client, *topic) && client.basis(*topic).is_none() {
                    bare.push(format!("{}: {}", client.id, topic.name()));
                }
            }
        }
        assert!(bare.is_empty(), "without evidence: {}", bare.join(", "));
    }

    /// An error needs more than what others say of a client.
    #[test]
    fn what_is_only_reported_loses_no_server() {
        let mut wrong = Vec::new();
        for client in ALL {
            for topic in Topic::ALL {
                let best = client.basis(*topic);
                let loses = |ruling: &Ruling| ruling.outcome.loses_entry();
                if best == Some(Basis::Reported) && rulings(client, *topic).iter().any(loses) {
                    wrong.push(format!("{}: {}", client.id, topic.name()));
                }
            }
        }
        assert!(wrong.is_empty(), "errors on hearsay: {}", wrong.join(", "));
    }

    #[test]
    fn evidence_has_a_day_and_a_subject() {
        for client in ALL {
            for evidence in client.evidence {
                let at = format!("{}: {}", client.id, evidence.origin);
                assert!(!evidence.about.is_empty(), "{at}: about nothing");
                let digits: Vec<usize> = evidence.date.split('-').map(str::len).collect();
                assert_eq!(digits, [4, 2, 2], "{at}: {}", evidence.date);
                let observed = evidence.basis == Basis::Observed;
                assert!(
                    !observed || !evidence.version.is_empty(),
                    "{at}: which version?"
                );
            }
        }
    }

    #[test]
    fn nothing_that_is_guessed_loses_a_server() {
        for topic in Topic::ALL.iter().filter(|topic| **topic != Topic::Syntax) {
            for ruling in rulings(GENERIC, *topic) {
                assert!(ruling.outcome <= Outcome::Unknown, "{ruling:?}");
            }
        }
    }

    #[test]
    fn who_has_no_file_tells_where_its_servers_are() {
        for client in ALL {
            let placed = client.kinds.iter().any(|kind| !kind.locations.is_empty());
            assert!(placed || !client.elsewhere.is_empty(), "{}", client.id);
        }
    }
}

//! From a path to a file that is somebody's.

use super::{File, FileStatus};
use crate::clients;
use crate::discover::{self, Found, Place};
use crate::document::{Document, Format, MAX_BYTES};
use crate::host::{self, FileType, Host};
use crate::model::{Client, Kind, Scope};
use crate::resemblance;
use crate::roots::roots;

pub(super) enum Loaded {
    File(Box<File>),
    Stranger { shown: String, named: bool },
    Vanished(String),
}

pub(super) fn load(host: &dyn Host, found: &Found) -> Loaded {
    let trouble = match host.file_type(&found.path) {
        Ok(FileType::File(_)) if discover::leads_out(host, &found.path) => {
            "it is a link that leads out of its repository, and is not followed".to_owned()
        }
        Ok(FileType::File(size)) if size > MAX_BYTES => {
            // In tenths, rounded up: 10.0 would contradict what follows.
            let tenths = size.saturating_mul(10).div_ceil(1 << 20);
            format!(
                "it has {}.{} MB; files over 10 MB are not read",
                tenths / 10,
                tenths % 10
            )
        }
        Ok(FileType::File(_)) => match host.read(&found.path) {
            Ok(bytes) => return place(found, bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Loaded::Vanished(found.shown.clone());
            }
            Err(error) => host::why(&error),
        },
        Ok(FileType::Folder) => "it is a folder, not a file".to_owned(),
        Ok(FileType::DanglingLink) => "it is a link to something that is not there".to_owned(),
        Ok(FileType::Special) => "it is a pipe, socket or device, not a file".to_owned(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Loaded::Vanished(found.shown.clone());
        }
        Err(error) => host::why(&error),
    };
    unreadable(found, trouble)
}

fn unreadable(found: &Found, why: String) -> Loaded {
    let (client, kind, scope) = match found.place {
        Place::Known {
            client,
            kind,
            scope,
        } => (client, kind, scope),
        Place::NotRead { client, .. } => (
            client,
            client.kinds.first().unwrap_or(&clients::GENERIC.kinds[0]),
            Scope::Project,
        ),
        Place::Unplaced { named: false } => {
            return Loaded::Stranger {
                shown: found.shown.clone(),
                named: false,
            };
        }
        Place::Unplaced { named: true } => {
            let client = clients::GENERIC;
            (client, &client.kinds[0], Scope::Project)
        }
    };
    let mut file = new_file(
        found,
        client,
        kind,
        scope,
        Document::parse(String::new(), kind.format),
    );
    file.status = FileStatus::Unreadable;
    file.unreadable = Some(why);
    Loaded::File(Box::new(file))
}

fn new_file(
    found: &Found,
    client: &'static Client,
    kind: &'static Kind,
    scope: Scope,
    document: Document,
) -> File {
    File {
        also: found.also.clone(),
        ..File::new(
            (found.path.clone(), found.shown.clone()),
            client,
            kind,
            scope,
            document,
        )
    }
}

pub(super) fn place(found: &Found, bytes: Vec<u8>) -> Loaded {
    let file = match found.place {
        Place::Known {
            client,
            kind,
            scope,
        } => {
            let document = Document::from_bytes(bytes, kind.format);
            if is_told(kind, &document) {
                new_file(found, client, kind, scope, document)
            } else {
                // A common name: it may be anybody's file of servers after all.
                let owned = kind.locations.iter().any(|location| !location.guest);
                match clients::guess(&document) {
                    Some((client, kind, why)) if owned && client.id == clients::GENERIC.id => {
                        File {
                            guess: Some(why),
                            ..new_file(found, client, kind, scope, document)
                        }
                    }
                    _ => {
                        return Loaded::Stranger {
                            shown: found.shown.clone(),
                            named: false,
                        };
                    }
                }
            }
        }
        Place::NotRead { client, not_read } => {
            let name = found.path.to_string_lossy();
            let format = Format::of_file_name(&name).unwrap_or(Format::Json);
            let kind = client
                .kinds
                .iter()
                .find(|kind| kind.format == format)
                .or(client.kinds.first())
                .unwrap_or(&clients::GENERIC.kinds[0]);
            let document = Document::from_bytes(bytes, kind.format);
            let holds_servers = match not_read.root {
                Some(path) => document
                    .root()
                    .is_some_and(|root| root.get_path(path).is_some()),
                None => true,
            };
            if !holds_servers {
                return Loaded::Stranger {
                    shown: found.shown.clone(),
                    named: false,
                };
            }
            File {
                not_read: Some(not_read),
                ..new_file(found, client, kind, Scope::Project, document)
            }
        }
        Place::Unplaced { named } => {
            let format = resemblance::format_of(&found.path).unwrap_or(Format::Json);
            let document = Document::from_bytes(bytes, format);
            let guess = resemblance::resembles(&found.path, &document)
                .or_else(|| clients::guess(&document));
            match guess {
                Some((client, kind, why)) => File {
                    guess: Some(why),
                    ..new_file(found, client, kind, Scope::Project, document)
                },
                None => {
                    return Loaded::Stranger {
                        shown: found.shown.clone(),
                        named,
                    };
                }
            }
        }
    };
    Loaded::File(Box::new(file))
}

/// Whether the file is of `kind` by what it holds, where its name does not tell.
fn is_told(kind: &'static Kind, document: &Document) -> bool {
    kind.told_by.is_empty()
        || document
            .root()
            .is_some_and(|top| kind.is_told(top) && !roots(kind, top).is_empty())
}

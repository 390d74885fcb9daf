//! The places of all clients by the name of the file, which most files of a tree are told apart by.

use std::sync::LazyLock;

use crate::clients;
use crate::model::{Client, Kind, Location, NotRead};

/// One place of one client.
pub(super) struct Spot {
    pub(super) owner: &'static Client,
    pub(super) kind: &'static Kind,
    pub(super) location: &'static Location,
    last: Last,
}

impl Spot {
    /// Whether it counts where only the files of `client` are looked for.
    pub(super) fn is_of(&self, client: Option<&'static Client>) -> bool {
        client.is_none_or(|client| client.id == self.owner.id)
    }
}

/// The last segment of a template.
#[derive(Clone, Copy)]
struct Last {
    name: &'static str,
    /// Whether it stands for several names.
    open: bool,
}

impl Last {
    fn of(template: &'static str) -> Last {
        let name = template.rsplit('/').next().unwrap_or(template);
        Last {
            name,
            open: name.contains(['*', '{', '}']),
        }
    }

    fn may_be(self, name: &str) -> bool {
        self.open || self.name == name
    }
}

/// There are hundreds of them, and they are asked for every file of a tree.
static SPOTS: LazyLock<Vec<Spot>> = LazyLock::new(|| {
    super::locations(None)
        .map(|(owner, kind, location)| Spot {
            owner,
            kind,
            location,
            last: Last::of(location.path),
        })
        .collect()
});

static IN_VAIN: LazyLock<Vec<(&'static Client, &'static NotRead, Last)>> = LazyLock::new(|| {
    let all = clients::ALL.iter().copied();
    all.flat_map(|owner| owner.not_read.iter().map(move |place| (owner, place)))
        .map(|(owner, place)| (owner, place, Last::of(place.path)))
        .collect()
});

/// The places that a file called `name` may be at, client by client.
pub(super) fn called(name: &str) -> impl Iterator<Item = &'static Spot> {
    SPOTS.iter().filter(move |spot| spot.last.may_be(name))
}

/// The places that people try in vain, by the same.
pub(super) fn in_vain(name: &str) -> impl Iterator<Item = (&'static Client, &'static NotRead)> {
    let all = IN_VAIN.iter();
    all.filter(move |(_, _, last)| last.may_be(name))
        .map(|(owner, place, _)| (*owner, *place))
}

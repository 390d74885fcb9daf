//! What a call is about: files, folders, a text that is nowhere yet, or this machine.

use std::path::{Path, PathBuf};

use super::super::answer::Refusal;
use super::super::bounds::Bounds;
use super::Call;
use crate::analysis::{Analysis, Options};
use crate::check::Selection;
use crate::diagnostic::Persona;
use crate::document::MAX_BYTES;
use crate::host::{Host, SystemHost};
use crate::report::visible;
use crate::suggest;

/// At most so many paths or names of rules are taken.
const MOST_NAMES: usize = 1_000;

/// A longer path is none.
const LONGEST_PATH: usize = 4_096;

/// What a call is about.
#[derive(Debug, Default)]
pub(super) struct Target {
    pub(super) paths: Vec<String>,
    pub(super) text: Option<String>,
    pub(super) filename: Option<String>,
    pub(super) client: Option<String>,
    pub(super) rules: Vec<String>,
    pub(super) ignore: Vec<String>,
    pub(super) pedantic: bool,
}

impl Target {
    /// Reads what the call is about.
    pub(super) fn read(self, call: &Call<'_>) -> Result<Analysis, Refusal> {
        let options = self.options(call)?;
        let analysis = Analysis::read(&options)?;
        if call.progress.is_stopped() {
            return Err(Refusal("the call was cancelled".to_owned()));
        }
        Ok(analysis)
    }

    fn options(self, call: &Call<'_>) -> Result<Options, Refusal> {
        let lists = [&self.paths, &self.rules, &self.ignore];
        if lists.iter().any(|list| list.len() > MOST_NAMES) {
            return Err(Refusal(format!(
                "more than {MOST_NAMES} names in one list; name a folder, or a category of rules"
            )));
        }
        let client = match &self.client {
            Some(id) => Some(suggest::client(id)?),
            None => None,
        };
        let host = SystemHost::new(None, None)?;
        let mut options = Options {
            client,
            settings: call.shared.setup.settings.clone(),
            selection: Selection {
                select: self.rules,
                ignore: self.ignore,
                persona: match self.pedantic {
                    true => Persona::Pedantic,
                    false => Persona::Regular,
                },
                ..Selection::default()
            },
            progress: Some(call.progress.clone()),
            ..Options::default()
        };
        match (self.text, self.filename) {
            (Some(_), None) => {
                return Err(Refusal(
                    "`text` needs `filename`: where the text stands or would stand, such as \
                     `.cursor/mcp.json`; that tells which client reads it"
                        .to_owned(),
                ));
            }
            (None, Some(_)) => {
                return Err(Refusal(
                    "`filename` is only for `text`; name files to read in `paths`".to_owned(),
                ));
            }
            (Some(_), Some(_)) if !self.paths.is_empty() => {
                return Err(Refusal(
                    "`paths` and `text` are two questions: ask one at a time".to_owned(),
                ));
            }
            (Some(text), Some(_)) if text.len() as u64 > MAX_BYTES => {
                return Err(Refusal(
                    "`text` has more than 10 MB; no configuration is that long".to_owned(),
                ));
            }
            (Some(text), Some(filename)) => {
                let path = path(&host, &filename)?;
                options.texts = [(path.clone(), text.into_bytes())].into();
                options.paths = vec![path];
            }
            (None, None) => {
                let paths = self.paths.iter().map(|name| path(&host, name));
                options.paths = paths.collect::<Result<_, _>>()?;
            }
        }
        if !options.paths.is_empty() {
            let mut bounds = Bounds::new(&host, &call.shared.setup.roots);
            bounds.offered(&host, &call.offered);
            let within = bounds.within(&host, &options.paths);
            options.within = Some(within.map_err(|why| Refusal(visible(&why).into_owned()))?);
        }
        Ok(options)
    }
}

/// A path as an assistant writes it: `~` is the home folder.
fn path(host: &SystemHost, name: &str) -> Result<PathBuf, Refusal> {
    if name.is_empty() || name.len() > LONGEST_PATH || name.contains('\0') {
        return Err(Refusal(
            "a path is empty, or no path at all; `.` is the current folder".to_owned(),
        ));
    }
    let below = match name {
        "~" => Some(""),
        _ => name.strip_prefix("~/"),
    };
    match (below, host.home()) {
        (Some(below), Some(home)) => Ok(home.join(below)),
        (Some(_), None) => Err(Refusal(format!(
            "{}: there is no home folder here",
            visible(name)
        ))),
        (None, _) => Ok(Path::new(name).to_owned()),
    }
}

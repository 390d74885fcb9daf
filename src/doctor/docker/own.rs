//! The container that a start makes: it ends with the start.
//!
//! A client that ends `docker run` by force ends the program on this machine only; the container
//! goes on where its server does not heed the end of its input.

use std::time::{Duration, Instant};

use super::{Engine, Launch};
use crate::doctor::What;
use crate::live::Mark;

/// The container of one start.
pub(in crate::doctor) struct Own {
    engine: Engine,
    mark: Mark,
    /// The arguments of the entry, with one that has the engine write down the container's number.
    /// Neither the container nor its server sees that.
    pub(in crate::doctor) args: Vec<String>,
}

impl Own {
    /// `None` where the entry starts no container, or one whose number cannot be had.
    pub(in crate::doctor) fn of(launch: &Launch, env: &[(String, String)]) -> Option<Own> {
        let asked = launch.asked.as_ref()?;
        let What::Run { at: Some(at), .. } = asked.what else {
            return None;
        };
        let mark = Mark::new()?;
        let mut args = launch.args.clone();
        let option = format!("--cidfile={}", mark.path().to_str()?);
        args.get(at)?;
        args.insert(at + 1, option);
        Some(Own {
            engine: Engine::of_entry(
                asked.program.clone(),
                asked.before.clone(),
                env.to_vec(),
                Instant::now(),
            ),
            mark,
            args,
        })
    }

    /// Removes it, where it was made. Nothing else is: its number is known.
    pub(in crate::doctor) fn end(self, limit: Duration) {
        let Some(id) = self.mark.word() else {
            return;
        };
        if id.len() == 64 && id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            self.engine.remove(&self.mark, &id, limit);
        }
    }
}

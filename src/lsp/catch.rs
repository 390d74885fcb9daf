//! What happens when something of ours panics.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    /// Where the last panic of this thread came from.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panics off standard error: what they say may hold text of a document. Where they come from
/// is remembered for [`caught`].
pub(super) fn quiet_panics() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        PLACE.with(|slot| *slot.borrow_mut() = place);
    }));
}

/// What `work` gives back, or where it panicked.
pub(super) fn caught<R>(work: impl FnOnce() -> R) -> Result<R, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let place = PLACE.with(|slot| slot.borrow_mut().take());
        told(payload.as_ref(), place)
    })
}

/// A message is shown only where it is one of ours, word for word: a formatted one may hold text of
/// a document.
fn told(payload: &(dyn Any + Send), place: Option<String>) -> String {
    let place = place.unwrap_or_else(|| "an unknown place".to_owned());
    match payload.downcast_ref::<&'static str>() {
        Some(message) => format!("{place}: {message}"),
        None => place,
    }
}

/// What `run` gives back without those of `parts` that panic, and what is to be said of these. `run`
/// is told which parts to leave out; nothing comes back where it panics whatever is left out.
pub(super) fn without_the_guilty<R>(
    parts: &[&'static str],
    run: impl Fn(&dyn Fn(&str) -> bool) -> R,
) -> (Option<R>, Vec<String>) {
    let first = match caught(|| run(&|_| false)) {
        Ok(result) => return (Some(result), Vec::new()),
        Err(why) => why,
    };
    let mut guilty: Vec<&str> = Vec::new();
    let mut said = Vec::new();
    for part in parts {
        if let Err(why) = caught(|| run(&|other| other != *part)) {
            guilty.push(part);
            said.push(format!("`{part}` failed at {why}"));
        }
    }
    match caught(|| run(&|part| guilty.contains(&part))) {
        Ok(result) if !guilty.is_empty() => (Some(result), said),
        _ => (None, vec![format!("the check failed at {first}")]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_and_survived() {
        assert_eq!(caught(|| 7), Ok(7));
        let told = caught(|| panic!("a rule went wrong")).unwrap_err();
        assert!(told.ends_with("a rule went wrong"), "{told}");
    }

    #[test]
    fn a_panic_gives_no_text_away() {
        let text = String::from("sk-é-secret");
        let told = caught(|| text[..4].len()).unwrap_err();
        assert!(!told.contains("secret"), "{told}");
    }

    const PARTS: &[&str] = &["a", "b", "c"];

    #[test]
    fn only_the_guilty_are_left_out() {
        let run = |is_out: &dyn Fn(&str) -> bool| {
            let asked: Vec<&str> = PARTS.iter().copied().filter(|it| !is_out(it)).collect();
            assert!(!asked.contains(&"b"), "b went wrong");
            asked
        };
        let (result, said) = without_the_guilty(PARTS, run);
        assert_eq!(result, Some(vec!["a", "c"]));
        assert_eq!(said.len(), 1);
        assert!(said[0].starts_with("`b` failed at "), "{said:?}");
    }

    #[test]
    fn what_fails_anyway_gives_nothing() {
        let (result, said) = without_the_guilty::<()>(PARTS, |_| panic!("all of it"));
        assert_eq!(result, None);
        assert!(said[0].contains("all of it"), "{said:?}");
        let (result, said) = without_the_guilty(PARTS, |_| 1);
        assert_eq!((result, said.len()), (Some(1), 0));
    }
}

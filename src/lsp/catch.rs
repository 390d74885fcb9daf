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
}

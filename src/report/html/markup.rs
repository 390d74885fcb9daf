//! The one door through which markup is written.
//!
//! Nothing that was read from a file becomes markup: tags come from this program's own text only,
//! and every other text is shown as people may be shown it, then escaped.

use super::super::visible;

/// A page that is being written.
#[derive(Debug, Default)]
pub(super) struct Markup {
    out: String,
}

impl Markup {
    /// Tags of our own.
    pub(super) fn tags(&mut self, tags: &'static str) -> &mut Self {
        self.out.push_str(tags);
        self
    }

    /// A text of anybody's. Secrets must be out of it already.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        for c in visible(text).chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                _ => self.out.push(c),
            }
        }
        self
    }

    /// A number.
    pub(super) fn number(&mut self, number: impl Into<u128>) -> &mut Self {
        self.out.push_str(&number.into().to_string());
        self
    }

    /// A number of things.
    pub(super) fn count(&mut self, number: usize) -> &mut Self {
        self.number(number as u128)
    }

    /// A sentence, what stands between backticks as code.
    pub(super) fn prose(&mut self, text: &str) -> &mut Self {
        let mut rest = text;
        while let Some((before, code, after)) = code_in(rest) {
            self.text(before).code(code);
            rest = after;
        }
        self.text(rest)
    }

    /// A word or a line of code.
    pub(super) fn code(&mut self, text: &str) -> &mut Self {
        self.tags("<code>").text(text).tags("</code>")
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.out
    }
}

/// The first piece between backticks, with what is before and behind it.
fn code_in(text: &str) -> Option<(&str, &str, &str)> {
    let (before, behind) = text.split_once('`')?;
    // A text with a backtick in it stands between two.
    match behind.strip_prefix('`') {
        Some(inner) => {
            let (code, after) = inner.split_once("``")?;
            Some((before, code.trim(), after))
        }
        None => {
            let (code, after) = behind.split_once('`')?;
            Some((before, code, after))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(text: &str) -> String {
        let mut page = Markup::default();
        page.prose(text);
        page.finish()
    }

    #[test]
    fn texts_are_no_markup() {
        assert_eq!(
            prose("a `</script><img src=x onerror='y'>` & \"b\""),
            "a <code>&lt;/script&gt;&lt;img src=x onerror=&#39;y&#39;&gt;</code> &amp; &quot;b&quot;"
        );
    }

    #[test]
    fn what_is_not_seen_is_escaped() {
        assert_eq!(prose("a\u{202e}b\u{1b}[2J\n"), "a\\u{202e}b\\u{1b}[2J\\n");
    }

    #[test]
    fn backticks_that_do_not_close_stay() {
        assert_eq!(prose("`a` and `b"), "<code>a</code> and `b");
        assert_eq!(prose("`` a`b `` c"), "<code>a`b</code> c");
        assert_eq!(prose("``"), "``");
    }
}

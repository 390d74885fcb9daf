//! How text is shown on a terminal.

/// Colours, symbols and width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour.
    pub color: bool,
    /// Whether the terminal shows box-drawing characters.
    pub unicode: bool,
    /// Columns of the terminal.
    pub width: usize,
}

impl Style {
    /// For files and pipes: no colour, 100 columns.
    pub const PLAIN: Style = Style {
        color: false,
        unicode: true,
        width: 100,
    };

    /// `text` in an ANSI style such as `1;31`, where colours are on.
    pub fn paint(&self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Breaks `text` at spaces so that no line is longer than `width`, and indents every line but the
/// first by `indent` columns; as many stand before the first already. Lines of the text itself are
/// kept.
pub fn wrap(text: &str, width: usize, indent: usize) -> String {
    wrap_behind(text, width, indent, indent)
}

/// [`wrap`] for a text whose first line starts behind `used` columns.
pub fn wrap_behind(text: &str, width: usize, indent: usize, used: usize) -> String {
    let pad = " ".repeat(indent);
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut length = 0;
        for word in paragraph.split(' ') {
            let taken = if lines.is_empty() { used } else { indent };
            let room = width.saturating_sub(taken).max(20);
            let word_length = word.chars().count();
            if length > 0 && length + 1 + word_length > room {
                lines.push(std::mem::take(&mut line));
                length = 0;
            }
            if length > 0 || (line.is_empty() && word.is_empty()) {
                line.push(' ');
                length += 1;
            }
            line.push_str(word);
            length += word_length;
        }
        lines.push(line);
    }
    lines.join(&format!("\n{pad}"))
}

//! Lines whose signs `=` stand in one column.

use super::Editor;
use crate::document::toml::layout::Statement;
use crate::document::{NodeId, Span};

/// How many lines of a table are looked at.
const MANY: usize = 32;

impl Editor<'_> {
    /// The column of the signs in the lines of a table, counted from where the keys begin.
    pub(super) fn column(&self, table: NodeId) -> Option<usize> {
        let lines = self
            .about(table)
            .filter(|line| !line.is_header && line.table == table);
        let mut keys = Vec::new();
        let mut column = None;
        for line in lines.take(MANY) {
            let (key, sign) = self.widths(line)?;
            if *column.get_or_insert(sign) != sign {
                return None;
            }
            keys.push(key);
        }
        let differ = keys.iter().any(|key| *key != keys[0]);
        column.filter(|_| differ)
    }

    /// If `site` is the whole key of a line of `member` whose sign stands in a column: that
    /// column, and where the blanks behind the key end.
    pub(super) fn column_of_key(&self, member: NodeId, site: Span) -> Option<(usize, usize)> {
        let line = self
            .about(member)
            .find(|line| !line.is_header && line.keys.len() == 1 && line.keys[0].span == site)?;
        let column = self.column(line.table)?;
        let (_, sign) = self.widths(line)?;
        let behind = self.slice(site.end, line.span.end);
        let blanks = behind.len() - behind.trim_start_matches(' ').len();
        (sign == column).then_some((column, site.end + blanks))
    }

    /// The width of the key of a line, and that with the blanks before its sign.
    fn widths(&self, line: &Statement) -> Option<(usize, usize)> {
        let end = line.keys.last()?.span.end;
        let key = self.slice(line.span.start, end).chars().count();
        let rest = self.slice(end, line.span.end);
        let sign = rest.find('=')?;
        rest[..sign]
            .chars()
            .all(|c| c == ' ')
            .then_some((key, key + sign))
    }
}

/// `key` with the blanks up to the sign in `column`.
pub(super) fn padded(key: &str, column: usize) -> String {
    let room = column.saturating_sub(key.chars().count()).max(1);
    format!("{key}{}", " ".repeat(room))
}

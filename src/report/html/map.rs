//! The map of the ports: listeners on the left, ports in the middle, callers on the right.

use super::super::Report;
use super::super::ports::{range, verb};
use super::markup::Markup;
use crate::ports::Purpose;
use crate::ports::table::{Note, Party, Row};

/// At most so many ports are drawn; the table below has all.
const MOST: usize = 80;

/// The height of one party, and what is between two ports, in units of the drawing.
const LINE: usize = 26;
const GAP: usize = 16;

/// The left side of the three columns, and how wide they are.
const LEFT: usize = 0;
const MIDDLE: usize = 430;
const RIGHT: usize = 620;
const SIDE: usize = 360;
const PORT: usize = 120;

/// So many characters of a name fit into a box.
const FITS: usize = 44;

/// Draws the map.
pub(super) fn write(report: &Report<'_>, rows: &[Row], page: &mut Markup) {
    let drawn = &rows[..rows.len().min(MOST)];
    let height = |row: &Row| {
        let connects = row
            .parties
            .iter()
            .filter(|party| party.purpose == Purpose::Connects)
            .count();
        (row.parties.len() - connects).max(connects).max(1) * LINE + GAP
    };
    let whole: usize = drawn.iter().map(height).sum();
    page.tags(
        "<div class=wide role=region aria-label=\"Map of the ports\" tabindex=0>\n<svg class=map \
         role=img aria-labelledby=\"map-title map-text\" viewBox=\"0 0 980 ",
    )
    .count(whole + LINE)
    .tags(
        "\">\n<title id=map-title>Who listens and who connects on which port</title>\n<desc \
         id=map-text>Listeners stand on the left, ports in the middle, callers on the right. The \
         table below says the same.</desc>\n<text class=head x=0 y=16>listens</text><text class=head \
         x=430 y=16>port</text><text class=head x=620 y=16>connects</text>\n",
    );
    let mut top = LINE;
    for row in drawn {
        let tall = height(row);
        draw(report, row, top, tall - GAP, page);
        top += tall;
    }
    page.tags(
        "</svg>\n</div>\n<p><span class=error>✕</span> cannot work so. <span class=warning>▲</span> \
         outside the recommended ranges, refused by some clients, or called with nobody known to \
         listen. A dashed line: only while somebody logs in.</p>\n",
    );
    if rows.len() > MOST {
        page.tags("<p>The map shows the first ")
            .count(MOST)
            .tags(" ports, the table all ")
            .count(rows.len())
            .tags(".</p>\n");
    }
}

fn draw(report: &Report<'_>, row: &Row, top: usize, tall: usize, page: &mut Markup) {
    let middle = top + tall / 2;
    let class = if row.notes.iter().any(Note::is_fault) {
        "bad"
    } else if row.notes.iter().any(Note::is_doubt) {
        "odd"
    } else {
        "good"
    };
    let sides = [false, true].map(|connects| {
        let parties = row.parties.iter();
        parties
            .filter(|party| (party.purpose == Purpose::Connects) == connects)
            .collect::<Vec<_>>()
    });
    for (parties, connects) in sides.iter().zip([false, true]) {
        for (index, party) in parties.iter().enumerate() {
            // In the middle of the port's share, as high as needed.
            let first = middle - parties.len() * LINE / 2;
            let y = first + index * LINE;
            line(connects, party, y + LINE / 2 - 1, middle, page);
            party_box(report, party, if connects { RIGHT } else { LEFT }, y, page);
        }
    }
    page.tags("<g class=")
        .tags(class)
        .tags("><rect class=port x=")
        .count(MIDDLE)
        .tags(" y=")
        .count(middle - LINE / 2)
        .tags(" width=")
        .count(PORT)
        .tags(" height=")
        .count(LINE - 2)
        .tags(" rx=4 /><text class=number x=")
        .count(MIDDLE + PORT / 2)
        .tags(" y=")
        .count(middle + 4)
        .tags(">")
        .tags(match class {
            "bad" => "✕ ",
            "odd" => "▲ ",
            _ => "",
        })
        .text(&range(row.first, row.last))
        .tags("</text>");
    if let Some(word) = row.notes.iter().find_map(mark) {
        page.tags("<text class=mark x=")
            .count(MIDDLE + PORT / 2)
            .tags(" y=")
            .count(middle + LINE / 2 + 11)
            .tags(">")
            .tags(word)
            .tags("</text>");
    }
    page.tags("</g>\n");
}

/// What is wrong with a port, in a word.
const fn mark(note: &Note) -> Option<&'static str> {
    match note {
        Note::Collision(_) => Some("collision"),
        Note::NoPort => Some("no port"),
        Note::Refused => Some("refused by fetch"),
        Note::Outside => Some("outside the ranges"),
        Note::NoListener => Some("nobody listens here"),
        Note::InRange(..) | Note::DefaultOf(_) | Note::Tool(_) => None,
    }
}

/// The line between a party and its port, with a head where somebody calls.
fn line(connects: bool, party: &Party, y: usize, middle: usize, page: &mut Markup) {
    let (from, to) = if connects {
        (RIGHT, MIDDLE + PORT)
    } else {
        (LEFT + SIDE, MIDDLE)
    };
    let half = usize::midpoint(from, to);
    page.tags(match party.purpose {
        Purpose::Callback | Purpose::Derived => "<path class=\"way maybe\" d=\"M",
        _ => "<path class=way d=\"M",
    })
    .count(from)
    .tags(" ")
    .count(y)
    .tags("C")
    .count(half)
    .tags(" ")
    .count(y)
    .tags(" ")
    .count(half)
    .tags(" ")
    .count(middle)
    .tags(" ")
    .count(to)
    .tags(" ")
    .count(middle)
    .tags("\"/>");
    if connects {
        page.tags("<path class=arrow d=\"M")
            .count(to)
            .tags(" ")
            .count(middle)
            .tags("l9 -5v10z\"/>");
    }
}

fn party_box(report: &Report<'_>, party: &Party, x: usize, y: usize, page: &mut Markup) {
    let client = report.workspace.file(party.file).client.name;
    let name = if party.name.is_empty() {
        "no name"
    } else {
        &party.name
    };
    let mut text = super::super::visible(name).into_owned();
    if !matches!(party.purpose, Purpose::Listens | Purpose::Connects) {
        text.push_str(&format!(" {}", verb(party.purpose)));
    }
    let room = FITS.saturating_sub(client.chars().count() + 3);
    if text.chars().count() > room {
        text = text.chars().take(room.saturating_sub(1)).collect();
        text.push('…');
    }
    page.tags("<g><rect class=party x=")
        .count(x)
        .tags(" y=")
        .count(y)
        .tags(" width=")
        .count(SIDE)
        .tags(" height=")
        .count(LINE - 4)
        .tags(" rx=4 /><text x=")
        .count(x + 8)
        .tags(" y=")
        .count(y + 15)
        .tags(">")
        .text(&text)
        .tags(" <tspan class=client>(")
        .tags(client)
        .tags(")</tspan></text></g>\n");
}

//! A problem in words.

use super::fits::holds;
use super::{Problem, ProblemKind};
use crate::document::Document;

/// A problem in a few words, for people.
pub fn describe(document: &Document, problem: &Problem) -> String {
    let value = || {
        let node = document.node(problem.node);
        node.as_str()
            .map_or_else(|| node.type_name().to_owned(), |text| format!("`{text}`"))
    };
    match &problem.kind {
        ProblemKind::NullEntry => "it is null".to_owned(),
        ProblemKind::NotObject => format!(
            "it is {}, not an object",
            document.node(problem.node).type_name()
        ),
        ProblemKind::EmptyName => "its name is empty".to_owned(),
        ProblemKind::BadName => "its name is not allowed".to_owned(),
        ProblemKind::UrlWithoutType => "it has a url and no transport type".to_owned(),
        ProblemKind::CommandWithoutType => "it has a command and no type".to_owned(),
        ProblemKind::UnknownType => format!("its type is {}", value()),
        ProblemKind::TypeMismatch => format!("its type {} does not fit its fields", value()),
        ProblemKind::Ambiguous => "it has a command and a url".to_owned(),
        ProblemKind::NoTransport => "it has neither a command nor a url".to_owned(),
        ProblemKind::Unsupported(transport) => {
            format!("{} is not supported", transport.name())
        }
        ProblemKind::WrongType(field) if holds(field.shape, document.node(problem.node)) => {
            format!("a value in `{}` has the wrong type", field.name)
        }
        ProblemKind::WrongType(field) => format!(
            "`{}` is {}",
            field.name,
            document.node(problem.node).type_name()
        ),
        ProblemKind::Empty(field) => format!("`{}` is empty", field.name),
        ProblemKind::OutOfRange(field) => format!("`{}` is out of range", field.name),
        ProblemKind::Misused(field) => format!("`{}` is not for this transport", field.name),
        ProblemKind::Missing(field) => format!("`{}` is missing", field.name),
        ProblemKind::UnknownField => {
            let name = document
                .node(problem.node)
                .member()
                .map_or("", |member| member.key.text.as_str());
            format!("`{name}` is not known")
        }
        ProblemKind::Deprecated(field) => format!("`{}` is an old spelling", field.name),
        ProblemKind::RefusedVariable(field) => {
            format!("`{}` holds a variable", field.name)
        }
        ProblemKind::PlainHttp => "its url is called by `http://`".to_owned(),
    }
}

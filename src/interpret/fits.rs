//! Whether a value has the type that a field wants.

use crate::document::NodeRef;
use crate::model::Shape;

/// Whether a value is of `shape`.
pub fn fits(shape: Shape, value: NodeRef<'_>) -> bool {
    use crate::document::NodeKind;
    let string = |node: NodeRef<'_>| node.as_str().is_some();
    match shape {
        Shape::Any => true,
        Shape::String => string(value),
        Shape::Url => value
            .as_str()
            .is_some_and(|text| text.contains('$') || url::Url::parse(text).is_ok()),
        Shape::PlainUrl => value
            .as_str()
            .is_some_and(|text| url::Url::parse(text).is_ok()),
        // Spellings are judged where they have a meaning, not as a type.
        Shape::OneOf(_) => string(value),
        Shape::Bool => value.as_bool().is_some(),
        Shape::Number => matches!(value.kind(), NodeKind::Number(_)),
        Shape::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        Shape::Strings => value.is_array() && value.items().all(string),
        Shape::StringMap => value.is_object() && value.entries().all(|(_, value)| string(value)),
        Shape::ScalarMap => {
            value.is_object()
                && value.entries().all(|(_, value)| {
                    string(value) || value.is_null() || matches!(value.kind(), NodeKind::Number(_))
                })
        }
        Shape::Null => value.is_null(),
        Shape::Object => value.is_object(),
        Shape::List => value.is_array(),
        Shape::ListOf(inner) => value.is_array() && value.items().all(|item| fits(*inner, item)),
        Shape::MapOf(inner) => {
            value.is_object() && value.entries().all(|(_, value)| fits(*inner, value))
        }
        Shape::Either(left, right) => fits(*left, value) || fits(*right, value),
    }
}

/// Whether a value is a list or an object as `shape` wants it, whatever stands in it.
pub(super) fn holds(shape: Shape, value: NodeRef<'_>) -> bool {
    match shape {
        Shape::Strings | Shape::List => value.is_array(),
        Shape::StringMap | Shape::ScalarMap | Shape::Object => value.is_object(),
        Shape::Either(left, right) => holds(*left, value) || holds(*right, value),
        _ => false,
    }
}

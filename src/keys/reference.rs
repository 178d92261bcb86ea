//! The handbook's tables of keys, as Markdown.

use std::fmt::Write as _;

use super::{Check, Key, Kind, Scope, rows};

/// The keys of `scope` as a Markdown table: name, what it holds, default, meaning.
pub fn reference(scope: Scope) -> String {
    let has_also = scope.keeps_unknown() && rows(scope).any(|key| !key.also.is_empty());
    let mut out = String::from(if has_also {
        "| key | holds | default | meaning | also understood |\n|---|---|---|---|---|\n"
    } else {
        "| key | holds | default | meaning |\n|---|---|---|---|\n"
    });
    for key in rows(scope) {
        let _ = write!(out, "| `{}` | {} | {} | {} |", key.name, holds(key.kind), default(key), escaped(key.doc));
        if has_also {
            let also = key.also.iter().map(|name| match name.strip_prefix('!') {
                Some(name) => format!("`{name}` (the opposite)"),
                None => format!("`{name}`"),
            });
            let _ = write!(out, " {} |", also.collect::<Vec<_>>().join(", "));
        }
        out.push('\n');
    }
    out
}

fn default(key: &Key) -> String {
    match key.default {
        "" => "–".to_owned(),
        words if words.starts_with('(') => escaped(words.trim_matches(['(', ')'])),
        literal => format!("`{literal}`"),
    }
}

fn escaped(text: &str) -> String {
    text.replace('|', "\\|")
}

/// What a kind of key holds, in words.
fn holds(kind: Kind) -> String {
    let words = match kind {
        Kind::Text => "text",
        Kind::Inline => "text with inline Markdown",
        Kind::Bool => "`true` or `false`",
        Kind::Integer(i64::MIN, i64::MAX) => "a whole number",
        Kind::Integer(least, i64::MAX) => return format!("a whole number of at least {least}"),
        Kind::Integer(least, most) => return format!("a whole number, {least} to {most}"),
        Kind::Date => "a date, with or without a time",
        Kind::Texts => "a list of texts, or one",
        Kind::Choice(choices) => {
            return choices.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        }
        Kind::Checked(Check::Address) => "an absolute address",
        Kind::Checked(Check::Language) => "a language tag",
        Kind::Checked(Check::TimeZone) => "the name of a time zone",
        Kind::Checked(Check::Path) => "a path inside the site",
        Kind::Checked(Check::Pattern) => "an address, or a pattern for one",
        Kind::Object(_) => "a map",
        Kind::BoolOrObject(_) => "`true`, `false` or a map",
        Kind::BoolOrDate => "`true`, `false` or a date",
        Kind::BoolOrText => "`true`, `false` or text",
        Kind::BoolOrThread => "`true`, `false` or the address of a thread",
        Kind::TextOrObject(_) => "text or a map",
        Kind::MapOf(_) => "a map from names to maps",
        Kind::ListOf(_) => "a list of maps",
        Kind::TextsOrObjects(_) => "a list of texts or maps, or one",
        Kind::MapOfTexts => "a map from names to texts",
        Kind::MapOfLists => "a map from names to lists of texts",
        Kind::Checks => "a map from codes to `error`, `warn` or `off`, or from paths to such maps",
        Kind::Defaults => "a map from paths to front matter",
        Kind::Map => "a map of anything",
        Kind::Authors => "names, maps, or a map from roles to names",
        Kind::Links => "a map from labels to addresses, or a list of them",
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_has_a_table_with_a_line_for_each_key() {
        for scope in Scope::ALL {
            let table = reference(*scope);
            assert_eq!(table.lines().count(), 2 + rows(*scope).count());
            assert!(!table.contains('\t'));
        }
        let table = reference(Scope::Article);
        assert!(table.contains("| `draft` | `true` or `false` | `false` | Keeps the article back;"), "{table}");
        assert!(table.contains("`published` (the opposite)"), "{table}");
    }
}

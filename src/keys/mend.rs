//! What to do about the errors that are made most in YAML.

use super::document::{Format, Source};
use crate::diagnostic::Place;

impl Source<'_> {
    /// What to do about an error of the parser, where the line that it names shows what was meant.
    pub fn mend(&self, message: &str, place: &Place) -> Option<String> {
        let line = self.text.lines().nth((place.line as usize).saturating_sub(1)).unwrap_or_default();
        if self.format == Format::Yaml { hint(message, line) } else { None }
    }
}

/// The hint for an error on a line of YAML.
fn hint(message: &str, line: &str) -> Option<String> {
    if line.trim_start_matches(' ').starts_with('\t') {
        return Some("indent with spaces; YAML refuses tabs there".to_owned());
    }
    if message.contains("aliases") || message.contains("nested deeper") {
        return None;
    }
    let (key, value) = line.split_once(':')?;
    let (key, value) = (key.trim().trim_start_matches("- "), value.trim());
    let is_unquoted = !value.starts_with(['"', '\'', '|', '>']);
    if message.contains("mapping values are not allowed") && value.contains(':') && is_unquoted {
        return Some(format!(
            "put the value of `{key}` in quotes, since it holds a colon: `{key}: \"{}\"`",
            value.replace('"', "\\\"")
        ));
    }
    if value.starts_with(['@', '`', '%', '*', '&', '!', '[', '{']) {
        return Some(format!("put the value of `{key}` in quotes, since it begins with a sign that YAML reads"));
    }
    if value.starts_with(['"', '\'']) {
        return Some(format!("close the quotes of `{key}`, and write quotes within them as `\\\"` or `''`"));
    }
    None
}

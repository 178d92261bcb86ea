//! What must hold for any input whatever: judged by the fuzzer on new inputs, by `tests/fuzzed.rs` on those that are kept.

// Each program that has this judges with its own part of it.
#![allow(dead_code, unreachable_pub)]

use byline::diagnostic::Diagnostic;

pub mod configuration;
pub mod dates;
pub mod front_matter;
pub mod html;
pub mod markdown;
pub mod sanitized;

/// Fails where a diagnostic has no place, or one that is not inside `text`, the whole of its file.
///
/// A place in a file that is read has a line; without a column it is that line as a whole. Only where `may_be_whole` may it be the
/// file as a whole.
pub fn judge_places(diagnostics: &[Diagnostic], text: &[u8], may_be_whole: bool) {
    let text = String::from_utf8_lossy(text);
    let lines: Vec<&str> = text.split('\n').collect();
    for diagnostic in diagnostics {
        let place = diagnostic.place.as_ref().unwrap_or_else(|| panic!("no place: {diagnostic:?}"));
        for place in std::iter::once(place).chain(diagnostic.related.iter().map(|(place, _)| place)) {
            if place.line == 0 && may_be_whole {
                continue;
            }
            let line = (place.line as usize).checked_sub(1).and_then(|index| lines.get(index));
            let line =
                line.unwrap_or_else(|| panic!("a line outside of the {} there are: {diagnostic:?}", lines.len()));
            let room = line.chars().count() + 1;
            assert!(place.column as usize <= room, "a column outside of its line: {diagnostic:?}");
            assert!(place.column == 0 || place.length >= 1, "an empty stretch: {diagnostic:?}");
        }
        assert!(!diagnostic.message.is_empty() && !diagnostic.code.is_empty(), "nothing said: {diagnostic:?}");
    }
}

//! Diagnostics for people, in the manner of rustc.

use std::collections::BTreeMap;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Place, Severity};
use crate::path::SourcePath;

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// With the colours of a terminal.
    pub colour: bool,
    /// How many of one code are shown; the rest is counted.
    pub most_per_code: usize,
}

/// Gives the text of a source file, where it can be read.
pub type Text<'a> = &'a dyn Fn(&SourcePath) -> Option<String>;

/// The diagnostics as text: those of one code up to a limit, with a count of the rest. Where a code has more than that, what is
/// shown of it is drawn without empty lines, so that a terminal holds it.
pub fn render_all(diagnostics: &[Diagnostic], text: Text<'_>, style: Style) -> String {
    let mut out = String::new();
    let mut all: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        *all.entry(&diagnostic.code).or_default() += 1;
    }
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    let mut texts: BTreeMap<SourcePath, Option<String>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let count = shown.entry(&diagnostic.code).or_default();
        *count += 1;
        if *count <= style.most_per_code {
            let mut text = |file: &SourcePath| texts.entry(file.clone()).or_insert_with(|| text(file)).clone();
            let drawn = render(diagnostic, &mut text, style);
            let is_cut = all.get(diagnostic.code.as_ref()).is_some_and(|all| *all > style.most_per_code);
            if is_cut {
                out.extend(drawn.split_inclusive('\n').filter(|line| !is_bare(line)));
            } else {
                out.push_str(&drawn);
            }
            out.push_str("\n\n");
        }
    }
    for (code, count) in shown.into_iter().filter(|(_, count)| *count > style.most_per_code) {
        out.push_str(&format!("… and {} more of `{code}` (all of them: -v)\n", count - style.most_per_code));
    }
    out
}

/// Whether a line has nothing but the margin.
fn is_bare(line: &str) -> bool {
    let mut in_colour = false;
    let visible = line.chars().filter(|character| {
        let starts = *character == '\u{1b}';
        let is_visible = !in_colour && !starts;
        in_colour = (in_colour || starts) && *character != 'm';
        is_visible
    });
    visible.collect::<String>().trim() == "|"
}

/// One diagnostic as text, without a line break at its end.
pub fn render(diagnostic: &Diagnostic, text: &mut dyn FnMut(&SourcePath) -> Option<String>, style: Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_ref()));
    if let Some(place) = &diagnostic.place {
        group = pointed_at(group, place, None, text(&place.file), AnnotationKind::Primary);
    }
    for (place, what) in &diagnostic.related {
        group = pointed_at(group, place, Some(what), text(&place.file), AnnotationKind::Context);
    }
    let has_place = diagnostic.place.is_some() || !diagnostic.related.is_empty();
    for hint in diagnostic.hints.iter().filter(|_| has_place) {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.decor_style(DecorStyle::Ascii).render(&[group]);
    // Without a place there is no margin for hints to hang from.
    for hint in diagnostic.hints.iter().filter(|_| !has_place) {
        text.push_str(&format!("\n = help: {hint}"));
    }
    text
}

/// Adds the line of a place, with what stands there marked; the place alone where there is no such line.
fn pointed_at<'a>(
    group: Group<'a>,
    place: &Place,
    what: Option<&'a String>,
    text: Option<String>,
    kind: AnnotationKind,
) -> Group<'a> {
    let line = text.as_deref().filter(|_| place.line > 0).and_then(|text| text.lines().nth(place.line as usize - 1));
    let Some(line) =
        line.filter(|_| place.column > 0).map(|line| line.strip_prefix('\u{feff}').unwrap_or(line).to_owned())
    else {
        let mut origin = Origin::path(place.file.to_string());
        if place.line > 0 {
            origin = origin.line(place.line as usize);
        }
        let group = group.element(origin);
        return match what {
            Some(what) => group.element(Level::NOTE.message(what.as_str())),
            None => group,
        };
    };
    let byte = |characters: usize| line.char_indices().nth(characters).map_or(line.len(), |(at, _)| at);
    let start = byte(place.column as usize - 1);
    let end = byte(place.column as usize - 1 + place.length as usize).max(start);
    let mut annotation = kind.span(start..end);
    if let Some(what) = what {
        annotation = annotation.label(what.as_str());
    }
    group.element(
        Snippet::source(line).line_start(place.line as usize).path(place.file.to_string()).annotation(annotation),
    )
}

#[cfg(test)]
mod tests {
    use super::super::Code;
    use super::*;

    const PLAIN: Style = Style { colour: false, most_per_code: 2 };

    fn diagnostic() -> Diagnostic {
        let file = SourcePath::new("content/a.md").unwrap();
        let text = "one\ntwo [x](y.md) three\n";
        Diagnostic::new(Code::DeadLink, "the link `y.md` leads nowhere")
            .at(Place::of(&file, text, 12..16))
            .hint("did you mean `z.md`?")
    }

    #[test]
    fn a_diagnostic_shows_its_line_its_place_and_the_mend() {
        let text = render(&diagnostic(), &mut |_| Some("one\ntwo [x](y.md) three\n".to_owned()), PLAIN);
        assert_eq!(
            text,
            "warning[dead-link]: the link `y.md` leads nowhere\n --> content/a.md:2:9\n  |\n2 | two [x](y.md) three\n  |         ^^^^\n  |\n  = help: did you mean `z.md`?"
        );
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named_all_the_same() {
        let text = render(&diagnostic(), &mut |_| None, PLAIN);
        assert_eq!(
            text,
            "warning[dead-link]: the link `y.md` leads nowhere\n--> content/a.md:2\n = help: did you mean `z.md`?"
        );
    }

    #[test]
    fn many_of_one_code_are_counted() {
        let text = render_all(&vec![diagnostic(); 5], &|_| None, PLAIN);
        assert_eq!(text.matches("leads nowhere").count(), 2);
        assert!(text.ends_with("… and 3 more of `dead-link` (all of them: -v)\n"), "{text}");
    }
}

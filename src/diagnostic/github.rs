//! Diagnostics as annotations of GitHub Actions: workflow commands on standard output.

use super::{Diagnostic, Severity};

/// The command that annotates the place of a diagnostic.
pub fn command(diagnostic: &Diagnostic) -> String {
    let name = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = Vec::new();
    if let Some(place) = &diagnostic.place {
        properties.push(format!("file={}", property(place.file.as_str())));
        if place.line > 0 {
            properties.push(format!("line={}", place.line));
        }
        if place.column > 0 {
            properties.push(format!("col={}", place.column));
            properties.push(format!("endColumn={}", place.column + place.length));
        }
    }
    properties.push(format!("title={}", property(&diagnostic.code)));
    let text = std::iter::once(&diagnostic.message).chain(&diagnostic.hints).cloned().collect::<Vec<_>>().join("\n");
    format!("::{name} {}::{}", properties.join(","), data(&text))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::{Code, Place};
    use super::*;
    use crate::path::SourcePath;

    #[test]
    fn an_annotation_has_its_place_and_no_line_breaks() {
        let file = SourcePath::new("content/a,b.md").unwrap();
        let diagnostic = Diagnostic::new(Code::DeadLink, "100 %").at(Place::of(&file, "abc", 1..2)).hint("mend it");
        assert_eq!(
            command(&diagnostic),
            "::warning file=content/a%2Cb.md,line=1,col=2,endColumn=3,title=dead-link::100 %25%0Amend it"
        );
    }
}

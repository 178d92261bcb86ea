//! `byline explain`: what a fault means, an example of it, and the mend.

use clap::Args;

use crate::diagnostic::{CODES, Code, Severity, nearest};

use super::terminal::{complain, say};
use super::{BUILT, USAGE};

/// The longest line of an example that is shown whole.
const LONGEST_LINE: usize = 90;

/// Which fault is explained.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct ExplainArguments {
    /// The code of the fault, as it stands in brackets in a report [default: all, one a line]
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

/// Explains a fault, or lists all; returns the exit code.
pub(super) fn explain(arguments: &ExplainArguments) -> u8 {
    let Some(name) = &arguments.code else {
        list();
        return BUILT;
    };
    // As it is copied from a report: `warning[dead-link]`, `[dead-link]`.
    let bare = name.rsplit('[').next().unwrap_or(name).trim_end_matches([']', ':']).to_lowercase();
    match CODES.iter().find(|code| code.name() == bare) {
        Some(code) => {
            say!("{}", explanation(*code).trim_end());
            BUILT
        }
        None => {
            complain!("error: `{name}` is the code of no fault");
            match nearest(&bare, CODES.iter().map(|code| code.name())) {
                Some(near) => complain!("  did you mean `{near}`?"),
                None => complain!("  `byline explain` lists all codes"),
            }
            USAGE
        }
    }
}

fn list() {
    let width = CODES.iter().map(|code| code.name().len()).max().unwrap_or_default();
    for code in CODES {
        say!("{:width$}  {:<7}  {}", code.name(), word(code.severity()), code.meaning());
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// What is known of a fault, as text.
fn explanation(code: Code) -> String {
    let explanation = code.explanation();
    let mut out = format!(
        "{} ({} unless `checks` says otherwise)\n\n{}\n\nExample:\n",
        code.name(),
        word(code.severity()),
        code.meaning()
    );
    for (path, text) in explanation.files {
        let encoding = if explanation.is_latin_1 { " (in Latin-1)" } else { "" };
        out.push_str(&format!("\n  {path}{encoding}\n"));
        for line in text.lines() {
            out.push_str(&format!("  | {}\n", shortened(line)));
        }
    }
    if explanation.run != ["build"] {
        out.push_str(&format!("\n  $ byline {}\n", explanation.run.join(" ")));
    }
    out.push_str(&format!("\nMend: {}\n", explanation.mend));
    out
}

fn shortened(line: &str) -> String {
    if line.chars().count() <= LONGEST_LINE {
        return line.to_owned();
    }
    let beginning: String = line.chars().take(LONGEST_LINE - 20).collect();
    format!("{beginning}… ({} characters)", line.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_explanation_has_meaning_severity_example_and_mend() {
        assert_eq!(
            explanation(Code::LinkToDraft),
            "link-to-draft (warning unless `checks` says otherwise)\n\n\
             A link leads to an article that is not published.\n\n\
             Example:\n\n\
             \x20 content/news/a.md\n  | ---\n  | title: Harbour plan\n  | ---\n  | See [the budget](b.md).\n\n\
             \x20 content/news/b.md\n  | ---\n  | title: Harbour plan\n  | draft: true\n  | ---\n  | The text.\n\n\
             Mend: Publish the article, or take the link out until then.\n"
        );
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_and_its_length_said() {
        let text = explanation(Code::DeepNesting);
        assert!(text.contains(">… (265 characters)"), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= LONGEST_LINE + 10));
    }
}

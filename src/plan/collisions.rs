//! Two pages or files under one address, on any system: an error that shows both sources.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::{Candidate, Owner, Page, Subject};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::path::OutputPath;
use crate::source::StaticFile;

/// How long a name may be in bytes: most file systems have no longer ones.
const LONGEST_NAME: usize = 255;

/// Keeps the first claimant of every output file and reports the others.
///
/// A generated page without a source of its own (the archive, the 404 page) gives way to an author's page or file.
pub(super) fn settle(
    candidates: Vec<Candidate>,
    files: &[StaticFile],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Page>, Vec<StaticFile>) {
    let mut claims = Claims::default();
    let (giving_way, firm): (Vec<Candidate>, Vec<Candidate>) =
        candidates.into_iter().partition(|candidate| candidate.owner.gives_way);
    let (redirects, firm): (Vec<Candidate>, Vec<Candidate>) =
        firm.into_iter().partition(|candidate| matches!(candidate.page.subject, Subject::Redirect(_) | Subject::Gone));

    let mut pages: Vec<Page> = Vec::with_capacity(firm.len() + redirects.len());
    claims.admit(firm, Code::DuplicateUrl, &mut pages, diagnostics);
    let files: Vec<StaticFile> = files.iter().filter(|file| claims.admit_file(file, diagnostics)).cloned().collect();
    for candidate in giving_way {
        if claims.is_free(&candidate.page.output) {
            claims.admit(vec![candidate], Code::DuplicateUrl, &mut pages, diagnostics);
        }
    }
    claims.admit(redirects, Code::RedirectShadowed, &mut pages, diagnostics);
    claims.report_folders(diagnostics);
    (pages, files)
}

/// Which output file belongs to whom, by a key in which case and Unicode form make no difference.
#[derive(Default)]
struct Claims {
    by_key: BTreeMap<String, (OutputPath, Owner)>,
}

fn key_of(output: &OutputPath) -> String {
    output.as_str().nfc().flat_map(char::to_lowercase).collect()
}

impl Claims {
    fn is_free(&self, output: &OutputPath) -> bool {
        !self.by_key.contains_key(&key_of(output))
    }

    fn admit(
        &mut self,
        candidates: Vec<Candidate>,
        code: Code,
        pages: &mut Vec<Page>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for Candidate { page, owner } in candidates {
            report_name(&page.output, &owner, diagnostics);
            match self.by_key.get(&key_of(&page.output)) {
                // Of two aliases of one article, or an alias and the article's own address, one is enough.
                Some((taken, other))
                    if code == Code::RedirectShadowed && other.source.is_some() && other.source == owner.source =>
                {
                    if *taken != page.output {
                        diagnostics.push(unwritable_alias(&page.output, &owner, taken));
                    }
                }
                Some((taken, other)) => diagnostics.push(collision(code, (&page.output, &owner), (taken, other))),
                None => {
                    self.by_key.insert(key_of(&page.output), (page.output.clone(), owner));
                    pages.push(page);
                }
            }
        }
    }

    fn admit_file(&mut self, file: &StaticFile, diagnostics: &mut Vec<Diagnostic>) -> bool {
        let Some(output) = OutputPath::new(file.url.as_str()) else { return false };
        let owner = Owner::of(&file.source);
        report_name(&output, &owner, diagnostics);
        if let Some((taken, other)) = self.by_key.get(&key_of(&output)) {
            diagnostics.push(collision(Code::DuplicateUrl, (&output, &owner), (taken, other)));
            return false;
        }
        self.by_key.insert(key_of(&output), (output, owner));
        true
    }

    /// Reports files whose name is that of a folder that another file needs.
    fn report_folders(&self, diagnostics: &mut Vec<Diagnostic>) {
        for (key, (output, owner)) in &self.by_key {
            let mut folder = key.as_str();
            while let Some((parent, _)) = folder.rsplit_once('/') {
                folder = parent;
                if let Some((taken, other)) = self.by_key.get(folder) {
                    diagnostics.push(collision(Code::DuplicateUrl, (output, owner), (taken, other)));
                }
            }
        }
    }
}

/// An alias that differs from its article's address in case only: not every system can hold both files.
fn unwritable_alias(output: &OutputPath, owner: &Owner, taken: &OutputPath) -> Diagnostic {
    let message = format!("{} is left out: `{output}` and `{taken}` differ in case only", owner.name);
    let mut diagnostic = Diagnostic::new(Code::RedirectShadowed, message)
        .hint("not every system can hold both files; a redirect of the host can lead the old address on");
    diagnostic.severity = Severity::Warning;
    diagnostic.place = owner.shown();
    diagnostic
}

fn collision(code: Code, new: (&OutputPath, &Owner), taken: (&OutputPath, &Owner)) -> Diagnostic {
    let (output, owner) = new;
    let (other_output, other) = taken;
    let message = if output == other_output {
        format!("{} and {} would both be `{output}`", other.name, owner.name)
    } else {
        format!(
            "{} would be `{other_output}` and {} would be `{output}`, which not every system can hold together",
            other.name, owner.name
        )
    };
    let mut diagnostic = Diagnostic::new(code, message).hint(match code {
        Code::RedirectShadowed if owner.place.is_some() => {
            "take the redirect out, or give the page that stands there another address"
        }
        Code::RedirectShadowed => "take the alias out, or give the page that stands there another address",
        _ if owner.place.is_some() => "give the output another path, or the page another `slug` or `permalink`",
        _ if owner.is_dated && other.is_dated => {
            "give one of them another `slug`, or all of them their dates: `permalinks: {\"*\": \"/:section/:year/:month/:slug/\"}`"
        }
        _ => "give one of them another `slug` or `permalink`",
    });
    diagnostic.place = owner.shown().or_else(|| other.shown());
    if let (Some(_), Some(place)) = (owner.shown(), other.shown()) {
        diagnostic = diagnostic.also(place, "the other one");
    }
    diagnostic
}

/// Reports names that some system cannot hold; one that no system can is an error.
fn report_name(output: &OutputPath, owner: &Owner, diagnostics: &mut Vec<Diagnostic>) {
    const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com1", "lpt1"];
    for name in output.as_str().split('/') {
        let stem = name.split('.').next().unwrap_or_default().to_lowercase();
        let forbidden = name.chars().find(|character| character.is_control() || "<>:\"|?*\\".contains(*character));
        let (severity, reason) = if name.len() > LONGEST_NAME {
            (Severity::Error, format!("it has {} bytes, and file systems allow {LONGEST_NAME}", name.len()))
        } else if let Some(character) = forbidden {
            (Severity::Warning, format!("Windows does not allow `{}` in names", character.escape_default()))
        } else if name.ends_with(['.', ' ']) || RESERVED.contains(&stem.as_str()) {
            (Severity::Warning, "Windows does not allow it".to_owned())
        } else {
            continue;
        };
        let shown: String = name.chars().take(60).collect();
        let mut diagnostic = Diagnostic::new(
            Code::InvalidName,
            format!("the name `{shown}` of {} is no file name everywhere: {reason}", owner.name),
        )
        .hint("set a `slug` or `permalink`, or rename the file");
        diagnostic.severity = severity;
        diagnostic.place = owner.shown();
        diagnostics.push(diagnostic);
    }
}

//! Two pages or files under one address, on any system: an error that shows both sources.

use std::borrow::Cow;
use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};
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
    candidates: Vec<Candidate<'_>>,
    files: &[StaticFile],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Page>, Vec<StaticFile>) {
    let outputs: Vec<Option<OutputPath>> = files.iter().map(|file| OutputPath::new(file.url.as_str())).collect();
    let mut claims = Claims::default();
    claims.by_key.reserve(candidates.len() + files.len());
    let is_redirect =
        |candidate: &Candidate<'_>| matches!(candidate.page.subject, Subject::Redirect(_) | Subject::Gone);
    let mut kept: Vec<usize> = Vec::with_capacity(candidates.len());
    let (mut giving_way, mut redirects) = (Vec::new(), Vec::new());
    for (index, candidate) in candidates.iter().enumerate() {
        match candidate.owner.gives_way {
            true => giving_way.push(index),
            false if is_redirect(candidate) => redirects.push(index),
            false if claims.admit(candidate, Code::DuplicateUrl, diagnostics) => kept.push(index),
            false => {}
        }
    }
    let mut standing = Vec::with_capacity(files.len());
    for (file, output) in files.iter().zip(&outputs) {
        let Some(output) = output else { continue };
        if claims.admit_file(file, output, diagnostics) {
            standing.push(file.clone());
        }
    }
    for index in giving_way {
        let candidate = &candidates[index];
        if claims.is_free(&candidate.page.output) && claims.admit(candidate, Code::DuplicateUrl, diagnostics) {
            kept.push(index);
        }
    }
    kept.extend(
        redirects.into_iter().filter(|index| claims.admit(&candidates[*index], Code::RedirectShadowed, diagnostics)),
    );
    claims.report_folders(diagnostics);
    (picked(candidates, &kept), standing)
}

/// The pages of these candidates, each of which is named once.
fn picked(candidates: Vec<Candidate<'_>>, kept: &[usize]) -> Vec<Page> {
    let mut pages: Vec<Option<Page>> = candidates.into_iter().map(|candidate| Some(candidate.page)).collect();
    kept.iter().filter_map(|index| pages[*index].take()).collect()
}

/// Which output file belongs to whom, by a key in which case and Unicode form make no difference.
#[derive(Default)]
struct Claims<'c> {
    by_key: FxHashMap<Cow<'c, str>, (&'c OutputPath, Owner<'c>)>,
}

fn key_of(output: &OutputPath) -> Cow<'_, str> {
    let path = output.as_str();
    if path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(path);
    }
    Cow::Owned(path.nfc().flat_map(char::to_lowercase).collect())
}

impl<'c> Claims<'c> {
    fn is_free(&self, output: &OutputPath) -> bool {
        !self.by_key.contains_key(&key_of(output))
    }

    /// Whether a page gets its file.
    fn admit(&mut self, candidate: &'c Candidate<'_>, code: Code, diagnostics: &mut Vec<Diagnostic>) -> bool {
        let Candidate { page, owner } = candidate;
        report_name(&page.output, owner, diagnostics);
        let (taken, other) = match self.by_key.entry(key_of(&page.output)) {
            Entry::Vacant(free) => {
                free.insert((&page.output, *owner));
                return true;
            }
            Entry::Occupied(taken) => *taken.get(),
        };
        // Of two aliases of one article, or an alias and the article's own address, one is enough.
        let is_own = code == Code::RedirectShadowed && other.source.is_some() && other.source == owner.source;
        if !is_own {
            diagnostics.push(collision(code, (&page.output, owner), (taken, &other)));
        } else if *taken != page.output {
            diagnostics.push(unwritable_alias(&page.output, owner, taken));
        }
        false
    }

    /// Whether a file gets its place.
    fn admit_file(&mut self, file: &'c StaticFile, output: &'c OutputPath, diagnostics: &mut Vec<Diagnostic>) -> bool {
        let owner = Owner::of(&file.source);
        report_name(output, &owner, diagnostics);
        match self.by_key.entry(key_of(output)) {
            Entry::Vacant(free) => {
                free.insert((output, owner));
                true
            }
            Entry::Occupied(taken) => {
                let (taken, other) = taken.get();
                diagnostics.push(collision(Code::DuplicateUrl, (output, &owner), (taken, other)));
                false
            }
        }
    }

    /// Reports files whose name is that of a folder that another file needs.
    fn report_folders(&self, diagnostics: &mut Vec<Diagnostic>) {
        if !self.any_folder_is_taken() {
            return;
        }
        let mut claims: Vec<_> = self.by_key.iter().collect();
        claims.sort_unstable_by_key(|(key, _)| *key);
        for (key, (output, owner)) in claims {
            for folder in folders_of(key) {
                if let Some((taken, other)) = self.by_key.get(folder) {
                    diagnostics.push(collision(Code::DuplicateUrl, (output, owner), (taken, other)));
                }
            }
        }
    }

    /// Whether a folder that a file needs may be the name of another file: `index.html` is the name of nearly all, and the name of a
    /// folder where it stands before a slash.
    fn any_folder_is_taken(&self) -> bool {
        const INDEX: &str = "index.html";
        let others: FxHashSet<&str> = self.by_key.keys().map(Cow::as_ref).filter(|key| !key.ends_with(INDEX)).collect();
        let mut folders = self.by_key.keys().flat_map(|key| folders_of(key));
        folders.any(|folder| folder.ends_with(INDEX) || others.contains(folder))
    }
}

/// The folders that hold a file, from the nearest on, without the root.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| path.rsplit_once('/').map(|(folder, _)| folder)).skip(1)
}

/// An alias that differs from its article's address in case only: not every system can hold both files.
fn unwritable_alias(output: &OutputPath, owner: &Owner<'_>, taken: &OutputPath) -> Diagnostic {
    let message = format!("{} is left out: `{output}` and `{taken}` differ in case only", owner.name);
    let mut diagnostic = Diagnostic::new(Code::RedirectShadowed, message)
        .hint("not every system can hold both files; a redirect of the host can lead the old address on");
    diagnostic.severity = Severity::Warning;
    diagnostic.place = owner.shown();
    diagnostic
}

fn collision(code: Code, new: (&OutputPath, &Owner<'_>), taken: (&OutputPath, &Owner<'_>)) -> Diagnostic {
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
fn report_name(output: &OutputPath, owner: &Owner<'_>, diagnostics: &mut Vec<Diagnostic>) {
    const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com1", "lpt1"];
    for name in output.as_str().split('/') {
        let stem = name.split('.').next().unwrap_or_default();
        let is_forbidden = |character: char| character.is_control() || "<>:\"|?*\\".contains(character);
        let forbidden = name.chars().find(|character| is_forbidden(*character));
        let (severity, reason) = if name.len() > LONGEST_NAME {
            (Severity::Error, format!("it has {} bytes, and file systems allow {LONGEST_NAME}", name.len()))
        } else if let Some(character) = forbidden {
            (Severity::Warning, format!("Windows does not allow `{}` in names", character.escape_default()))
        } else if name.ends_with(['.', ' ']) || RESERVED.iter().any(|name| stem.eq_ignore_ascii_case(name)) {
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

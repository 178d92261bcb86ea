//! Reading `publish:`: where the site goes, and how.

use std::path::PathBuf;

use super::load::named;
use crate::diagnostic::{Code, Diagnostic};
use crate::keys::{Found, Reader, Scope};
use crate::path::decode;

/// How many releases a folder keeps where nothing else is said.
const RELEASES: usize = 5;

/// A place that the site is published to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub to: Destination,
    /// The address at which readers find it, where that is another than the site's.
    pub url: Option<String>,
    /// Whether drafts, scheduled and expired articles are published there.
    pub drafts: bool,
    /// How many releases a folder keeps; with 0 its files are replaced in place.
    pub releases: usize,
    /// Commands that run after a publication, with the addresses that changed on their standard input.
    pub after: Vec<String>,
}

/// Where a site goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A branch of a git repository.
    Git {
        /// The address as git knows it.
        address: String,
        /// The branch.
        branch: String,
    },
}

/// The targets in the order of the file; one with a fault is left out.
pub(super) fn read(reader: &mut Reader<'_, '_>) -> Vec<Target> {
    let mut targets = Vec::new();
    for (name, found) in named(reader, "publish") {
        let is_name = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
        if name.is_empty() || !name.chars().all(is_name) {
            reader.invalid(&found, &format!("`{name}` cannot name a target: expected letters, digits, `-` and `_`"));
            continue;
        }
        let Some(mut inner) = reader.inner(Scope::Target, &found) else { continue };
        targets.extend(target(&mut inner, name, &found));
        reader.faults.append(&mut inner.finish().1);
    }
    targets
}

fn target<'n>(inner: &mut Reader<'_, 'n>, name: &str, at: &Found<'n>) -> Option<Target> {
    let to = inner.text("to");
    let releases = inner.integer("releases").and_then(|number| usize::try_from(number).ok()).unwrap_or(RELEASES);
    let url = inner.text("url").map(|(url, _)| url);
    let drafts = inner.flag("drafts").unwrap_or(false);
    let after = inner.texts("after").into_iter().map(|(command, _)| command).collect();
    let Some((to, found)) = to else {
        let hint = Some(
            "say where it goes: `to: file:///srv/www/site`, or `to: git+ssh://git@host/me/site.git#pages`".to_owned(),
        );
        inner.fault(Code::Config, at, format!("the target `{name}` has no `to`"), hint);
        return None;
    };
    let to = destination(inner, name, &to, &found)?;
    Some(Target { name: name.to_owned(), to, url, drafts, releases, after })
}

fn destination<'n>(inner: &mut Reader<'_, 'n>, name: &str, text: &str, found: &Found<'n>) -> Option<Destination> {
    let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
    if rest.split('/').next().unwrap_or_default().rsplit_once('@').is_some_and(|(user, _)| user.contains(':')) {
        // Without its place: what is shown of the file would hold the password.
        let hint = "take it out and let git's credential helper or an SSH key give it; a file under version control is read by many";
        inner.faults.push(
            Diagnostic::new(Code::InvalidValue, format!("`to` of the target `{name}` holds a password")).hint(hint),
        );
        return None;
    }
    match scheme {
        "file" if rest.starts_with('/') => Some(Destination::Folder(PathBuf::from(decode(rest)))),
        "git+ssh" | "git+https" | "git+file" => {
            let (address, branch) = rest.split_once('#').unwrap_or((rest, ""));
            let is_branch = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_' | '/' | '.');
            if branch.is_empty() || !branch.chars().all(is_branch) || branch.starts_with(['-', '/']) {
                let hint = Some(format!("name the branch behind a `#`, such as `{scheme}://{address}#pages`"));
                inner.fault(Code::InvalidValue, found, format!("`{text}` of `to` names no branch"), hint);
                return None;
            }
            let address = format!("{}://{address}", scheme.trim_start_matches("git+"));
            Some(Destination::Git { address, branch: branch.to_owned() })
        }
        _ => {
            let hint = Some("it begins with `file:///`, `git+ssh://`, `git+https://` or `git+file:///`".to_owned());
            inner.fault(
                Code::InvalidValue,
                found,
                format!("`{text}` of `to` is no place that byline publishes to"),
                hint,
            );
            None
        }
    }
}

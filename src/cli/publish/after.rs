//! What follows a publication: the commands of `after`, and reading back what was sent.

use std::io::{self, Write as _};
use std::process::{Command, Stdio};

use crate::diagnostic::{Diagnostic, reason};
use crate::publish::{Diff, Expected, Payload, RECORD, Route, fault, read_back};

use super::{BUILT, ERRORS, Form, Job, complain, report, say};

/// Files that hosts read themselves and do not show.
const NOT_SHOWN: [&str; 4] = ["_redirects", "_headers", "vercel.json", ".htaccess"];

impl Job<'_> {
    /// Runs the commands that follow a publication.
    pub(super) fn run_after(&self, diff: &Diff) -> Result<u8, Diagnostic> {
        let sent = diff.send.iter().map(|item| &item.path);
        let addresses: String = sent.chain(&diff.delete).map(|path| self.address(path) + "\n").collect();
        let mut code = BUILT;
        for command in &self.target.after {
            let failed = |error: &io::Error| fault(format!("`{command}` of `after` cannot be run: {}", reason(error)));
            let mut shell = Command::new(if cfg!(windows) { "cmd" } else { "sh" });
            shell.arg(if cfg!(windows) { "/C" } else { "-c" }).arg(command).current_dir(&self.project.root);
            let mut child = shell.stdin(Stdio::piped()).spawn().map_err(|error| failed(&error))?;
            if let Some(mut input) = child.stdin.take() {
                // A command may not care for the addresses, and end without reading them.
                let _ = input.write_all(addresses.as_bytes());
            }
            let status = child.wait().map_err(|error| failed(&error))?;
            if !status.success() {
                complain!("the site is published, but `{command}` of `after` failed ({status})");
                code = ERRORS;
            }
        }
        Ok(code)
    }

    /// Asks for what was sent and deleted by its public address.
    pub(super) fn check(&self, diff: &Diff, payload: &Payload, routes: &[Route]) -> Result<u8, Diagnostic> {
        let is_shown = |path: &&String| {
            let is_packed = [".gz", ".br"]
                .iter()
                .any(|suffix| path.strip_suffix(suffix).is_some_and(|plain| payload.files.contains_key(plain)));
            !NOT_SHOWN.contains(&path.as_str()) && path.as_str() != RECORD && !is_packed && !self.leads_on(routes, path)
        };
        let sent = diff.send.iter().map(|item| &item.path).filter(is_shown);
        let sent = sent.map(|path| (self.address(path), Expected::Bytes(payload.source(path))));
        let deleted = diff.delete.iter().filter(is_shown).map(|path| (self.address(path), Expected::Nothing));
        let addresses: Vec<(String, Expected)> = sent.chain(deleted).collect();
        let count = addresses.len();
        let wrong = read_back(addresses)?;
        wrong.iter().for_each(|line| complain!("{line}"));
        if self.arguments.format == Form::Human {
            let asked = report::count(count, "address", "addresses");
            match wrong.len() {
                0 => say!("Read back {asked}: all as sent"),
                wrong => say!("Read back {asked}: {wrong} not as sent"),
            }
        }
        Ok(if wrong.is_empty() { BUILT } else { ERRORS })
    }
}

//! Going back to the state before, and removing for good.

use std::collections::BTreeSet;
use std::fs;

use serde_json::json;

use crate::config::FeedFormat;
use crate::diagnostic::{Diagnostic, reason};
use crate::publish::{self, Diff, History, Payload, Record, State, fault};

use super::{BUILT, ERRORS, Form, Job, complain, is_agreed_to, say};

impl Job<'_> {
    /// Where earlier states of this target are kept, if anywhere.
    fn history(&self) -> Result<Option<History>, Diagnostic> {
        self.target.history.as_ref().map(|place| History::open(place, self.target.states())).transpose()
    }

    /// Keeps the state that has become live.
    pub(super) fn keep(&self, record: &Record, payload: &Payload) -> Result<(), Diagnostic> {
        let Some(history) = self.history()? else { return Ok(()) };
        history.keep(record, payload).map_err(|error| {
            let message = format!("the site is published, but its state could not be kept: {}", error.message);
            fault(message).hint("publish again: what is not kept yet will be")
        })
    }

    /// Whether there is a history that may lack the live state, such as one that was added later.
    pub(super) fn has_history_without(&self, diff: &Diff) -> bool {
        self.target.history.is_some() && !diff.record.files.is_empty()
    }

    pub(super) fn roll_back(&self) -> Result<u8, Diagnostic> {
        if !self.arguments.yes
            && !is_agreed_to(&format!("Go back to the state before the last publication to `{}`?", self.target.name))?
        {
            complain!("nothing was changed");
            return Ok(ERRORS);
        }
        let _lock = self.locked(false)?;
        let name = match self.history()? {
            Some(history) => self.roll_back_to(&history)?,
            None => self.host.roll_back()?,
        };
        match self.arguments.format {
            Form::Json => say!("{}", json!({"target": self.target.name, "rolled_back_to": name})),
            Form::Human => say!("`{}` is back at {name}", self.target.name),
        }
        Ok(BUILT)
    }

    /// Makes the host equal to the state that a history holds before the live one.
    fn roll_back_to(&self, history: &History) -> Result<String, Diagnostic> {
        let State { record, listing } = self.host.state()?;
        let Some(last) = self.last(record.as_deref())? else {
            return Err(fault(format!("`{}` has not been published to", self.target.name)));
        };
        let earlier = history.before(last.published)?;
        let files = earlier.files.clone();
        let record = Record { published: earlier.published, ..Record::new(self.now, earlier.commit.clone()) };
        let diff = publish::compare(&files, Some(&last), &listing, record, false);
        let folder = self.own_folder().with_extension("earlier");
        history.fetch(&earlier, diff.send.iter().map(|item| item.path.as_str()), &folder)?;
        let mut payload = Payload::kept(files, &folder);
        payload.give_headers_as_recorded(&self.target.headers);
        self.carry_out(&payload, Some(last), &diff)?;
        history.forget_after(earlier.published)?;
        let _ = fs::remove_dir_all(&folder);
        Ok(format!("the state of {}", self.project.config.timezone.written(earlier.published)))
    }

    pub(super) fn purge(&self) -> Result<u8, Diagnostic> {
        let Some(folder) = self.built()? else { return Ok(ERRORS) };
        let last = self.last(self.host.record()?.as_deref())?;
        let Some(last) = last else {
            return Err(fault(format!("`{}` has not been published to", self.target.name)));
        };
        let prepared = self.prepare(&folder, Some(&last))?;
        let site = &prepared.payload.files;
        let gone = self.gone(&folder)?;
        let mut paths: BTreeSet<String> = BTreeSet::new();
        for url in &self.arguments.purge {
            let below = self.path_of(url)?;
            let is_meant = |path: &&String| {
                let plain = path.strip_suffix(".gz").or(path.strip_suffix(".br")).unwrap_or(path);
                plain == below
                    || below.is_empty()
                    || plain
                        .strip_prefix(below.trim_end_matches('/'))
                        .is_some_and(|rest| rest.starts_with('/') || rest == ".html")
            };
            if let Some(standing) = site.keys().filter(is_meant).find(|path| !gone.contains(*path)) {
                return Err(fault(format!("the site still has `{standing}`, which stands at {url}"))
                    .hint("take it out of the site first, or say that it is gone (`status: 410`), and publish; then remove it for good"));
            }
            let known = last.files.keys().chain(last.superseded.keys()).chain(last.leaving.keys());
            paths.extend(known.filter(is_meant).cloned());
            // Of what was published earlier a history may know more than the host's record.
            paths.extend(self.asked_for(&below));
        }
        let now: Vec<String> = paths.iter().filter(|path| !site.contains_key(*path)).cloned().collect();
        // Feeds of earlier states may hold the whole text of what is removed.
        let ever = |path: &str| paths.contains(path) || self.is_feed(path);
        let question = format!(
            "Remove {} from `{}` and all its earlier states for good?",
            self.arguments.purge.join(", "),
            self.target.name
        );
        if !self.arguments.yes && !is_agreed_to(&question)? {
            complain!("nothing was changed");
            return Ok(ERRORS);
        }
        let _lock = self.locked(false)?;
        let note = self.host.purge(&now, &ever)?;
        if let Some(history) = self.history()? {
            history.purge(&ever, &|path, hash| site.get(path).is_some_and(|entry| entry.hash == hash))?;
        }
        match self.arguments.format {
            Form::Json => say!("{}", json!({"target": self.target.name, "purged": now, "note": note})),
            Form::Human => {
                say!("Removed from `{}` for good: {}", self.target.name, self.arguments.purge.join(", "));
                note.iter().for_each(|note| complain!("note: {note}"));
            }
        }
        Ok(BUILT)
    }

    /// Whether a file is a feed, or a document of a feed's archive.
    fn is_feed(&self, path: &str) -> bool {
        let feeds = self.project.config.feeds.clone().unwrap_or_default();
        let plain = path.strip_suffix(".gz").or(path.strip_suffix(".br")).unwrap_or(path);
        let (folder, name) = plain.rsplit_once('/').unwrap_or(("", plain));
        FeedFormat::ALL.iter().any(|(format, _)| {
            let usual = feeds.name(*format);
            let (stem, ending) = usual.rsplit_once('.').unwrap_or((usual, ""));
            let is_archived = (folder == stem || folder.ends_with(&format!("/{stem}")))
                && name.strip_suffix(ending).is_some_and(|name| name.trim_end_matches('.').parse::<usize>().is_ok());
            name == usual || is_archived
        })
    }

    /// The path below the site's address that an address has.
    fn path_of(&self, url: &str) -> Result<String, Diagnostic> {
        let site = self.site_url();
        let below = url.strip_prefix(&site).or_else(|| url.strip_prefix('/').filter(|_| !url.starts_with("//")));
        let below = below.map(|below| crate::path::decode(below.split(['?', '#']).next().unwrap_or_default()));
        below.filter(|below| !below.trim_matches('/').is_empty()).ok_or_else(|| {
            fault(format!("`{url}` is no page or file of {site}"))
                .hint(format!("write it like this: {site}news/a-story/"))
        })
    }

    /// The files that an address can mean by itself.
    fn asked_for(&self, below: &str) -> Vec<String> {
        match below.strip_suffix('/') {
            Some(folder) => vec![format!("{folder}/index.html")],
            None => vec![below.to_owned(), format!("{below}.html"), format!("{below}/index.html")],
        }
    }

    /// The pages that only say that something is gone, or lead on.
    fn gone(&self, folder: &std::path::Path) -> Result<BTreeSet<String>, Diagnostic> {
        let (prepared, _) = self.project.survey(crate::site::Selection { at: self.now, ..Default::default() });
        let Some(prepared) = prepared else { return Ok(BTreeSet::new()) };
        let says_so = |page: &&crate::plan::Page| {
            matches!(page.subject, crate::plan::Subject::Gone | crate::plan::Subject::Redirect(_))
        };
        fs::metadata(folder)
            .map_err(|error| fault(format!("`{}` cannot be read: {}", folder.display(), reason(&error))))?;
        Ok(prepared.plan.pages.iter().filter(says_so).map(|page| page.url.output().as_str().to_owned()).collect())
    }
}

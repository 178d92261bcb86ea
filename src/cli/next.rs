//! `byline next`: the next moments at which the site changes by itself, for people, programs and cron.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::config::TimeZone;
use crate::diagnostic::Diagnostic;
use crate::site::{self, Change, Changing, Selection};

use super::project::{self, Project};
use super::report;
use super::terminal::{complain, say};
use super::{BUILT, BuildArguments, ERRORS, SiteArguments};

/// How many moments are listed unless another number is asked for.
const USUAL: usize = 10;

/// Which moments are listed, and how.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct NextArguments {
    #[command(flatten)]
    site: SiteArguments,
    /// The form of the list
    #[arg(long, value_enum, default_value_t)]
    format: Form,
    /// How many moments [default: 10; for cron, the next one]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
}

/// The form of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Text for people
    #[default]
    Human,
    /// One JSON object per moment
    Json,
    /// A line for a crontab, which builds the site then
    Cron,
}

/// Lists the moments; returns the exit code.
pub(super) fn next(arguments: &NextArguments) -> u8 {
    let reporting = BuildArguments { quiet: true, ..BuildArguments::default() };
    let (project, at) = match project::open_at(&arguments.site) {
        Ok(opened) => opened,
        Err(diagnostic) => {
            report::print_diagnostics(&[diagnostic], None, &reporting);
            return ERRORS;
        }
    };
    let (changes, errors) = survey(&project, at);
    report::print_diagnostics(&errors, Some(&project), &reporting);
    let usual = if arguments.format == Form::Cron { 1 } else { USUAL };
    let most = arguments.limit.map_or(usual, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let (shown, later) = changes.split_at(most.min(changes.len()));
    match arguments.format {
        Form::Json => shown.iter().for_each(|change| say!("{}", object(change, &project))),
        Form::Human => print_text(shown, later, &project),
        Form::Cron => print_crontab(shown, &project),
    }
    if errors.is_empty() { BUILT } else { ERRORS }
}

/// The moments after `at`, and the errors of the site; articles that have errors are left out.
fn survey(project: &Project, at: i64) -> (Vec<Change>, Vec<Diagnostic>) {
    if project.diagnostics.iter().any(Diagnostic::is_error) {
        return (Vec::new(), project.diagnostics.clone());
    }
    let (prepared, errors) = project.survey(Selection { at, ..Selection::default() });
    (prepared.map(|prepared| site::changes(&prepared.site, at)).unwrap_or_default(), errors)
}

fn print_text(shown: &[Change], later: &[Change], project: &Project) {
    if shown.is_empty() {
        say!("Nothing is scheduled and nothing expires: the site changes only when its files do.");
    }
    for change in shown {
        say!("{}", project.config.timezone.written(change.at));
        let kinds = [
            ("published", &change.published),
            ("expires", &change.expired),
            ("leaves the news sitemap", &change.no_news),
        ];
        for (verb, articles) in kinds {
            articles.iter().for_each(|article| say!("  {verb:<9}  {}  ({})", article.title, article.source));
        }
    }
    if !later.is_empty() {
        let moments = if later.len() == 1 { "moment" } else { "moments" };
        complain!("{} later {moments}: `--limit {}` shows all", later.len(), shown.len() + later.len());
    }
}

fn object(change: &Change, project: &Project) -> Value {
    let list = |articles: &[Changing]| -> Vec<Value> {
        articles.iter().map(|article| json!({"source": article.source.as_str(), "title": article.title})).collect()
    };
    json!({
        "at": project.config.timezone.rfc3339(change.at),
        "seconds": change.at,
        "published": list(&change.published),
        "expired": list(&change.expired),
        "leaves_news": list(&change.no_news),
    })
}

fn print_crontab(shown: &[Change], project: &Project) {
    if shown.is_empty() {
        say!("# Nothing is scheduled and nothing expires.");
        return;
    }
    say!(
        "# Times are in UTC; cron takes them as those of its own zone, so it must run in UTC (some crons take a line CRON_TZ=UTC)."
    );
    say!("# A line comes true every year again: ask for the next one after each build.");
    let root = std::path::absolute(&project.root).unwrap_or_else(|_| project.root.clone());
    for change in shown {
        let articles = change.published.len() + change.expired.len() + change.no_news.len();
        let noun = if articles == 1 { "article" } else { "articles" };
        say!("# {}: {articles} {noun}", project.config.timezone.written(change.at));
        say!("{} byline build --root {}", TimeZone::cron(change.at), quoted(&root.display().to_string()));
    }
}

/// A path as a word of the shell in a crontab, where `%` would end the command.
fn quoted(path: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "/._-+,@".contains(character);
    if path.chars().all(is_plain) {
        return path.to_owned();
    }
    format!("'{}'", path.replace('\'', "'\\''")).replace('%', "\\%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_of_the_shell() {
        assert_eq!(quoted("/srv/site"), "/srv/site");
        assert_eq!(quoted("/srv/my site"), "'/srv/my site'");
        assert_eq!(quoted("/srv/editor's"), "'/srv/editor'\\''s'");
    }
}

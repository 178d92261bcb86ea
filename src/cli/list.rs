//! `byline list`: the articles, with what keeps them from the site and what they lack.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::article::Meta;
use crate::build::Prepared;
use crate::config::SectionKind;
use crate::site::{Entry, Reason, Selection};

use super::project::{self, Project};
use super::report;
use super::terminal::{complain, say};
use super::{BUILT, BuildArguments, ERRORS, SiteArguments};

/// Which articles are listed: without any of these, all.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct ListArguments {
    #[command(flatten)]
    site: SiteArguments,
    /// Those that say `draft: true`
    #[arg(long, group = "status")]
    drafts: bool,
    /// Those whose date is still to come
    #[arg(long, group = "status")]
    scheduled: bool,
    /// Those that have expired
    #[arg(long, group = "status")]
    expired: bool,
    /// Those without a date, but for documentation
    #[arg(long)]
    undated: bool,
    /// Those of a section and of the sections in it
    #[arg(long, value_name = "S")]
    section: Option<String>,
    /// Those of an author, by name or id
    #[arg(long, value_name = "A")]
    author: Option<String>,
    /// Those whose front matter lacks a key
    #[arg(long, value_name = "KEY")]
    missing: Option<String>,
    /// The form of the list
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

/// The form of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A table for people
    #[default]
    Human,
    /// One JSON object per article
    Json,
    /// Comma-separated values with a heading line
    Csv,
}

/// An article as it is listed.
struct Row {
    source: String,
    title: String,
    date: Option<i64>,
    status: &'static str,
    section: String,
    authors: Vec<String>,
    url: String,
}

/// Lists the site's articles; returns the exit code.
pub(super) fn list(arguments: &ListArguments) -> u8 {
    let reporting = BuildArguments { quiet: true, ..BuildArguments::default() };
    let (project, at) = match project::open_at(&arguments.site) {
        Ok(opened) => opened,
        Err(diagnostic) => {
            report::print_diagnostics(&[diagnostic], None, &reporting);
            return ERRORS;
        }
    };
    let selection = Selection { at, drafts: true, future: true, expired: true };
    let (prepared, errors) = project.survey(selection);
    report::print_diagnostics(&errors, Some(&project), &reporting);
    if let Some(prepared) = prepared {
        print(&rows(&prepared, arguments), arguments.format, &project);
    }
    if errors.is_empty() { BUILT } else { ERRORS }
}

fn rows(prepared: &Prepared, arguments: &ListArguments) -> Vec<Row> {
    let entries = prepared.site.articles.iter().enumerate();
    entries
        .filter(|(id, entry)| is_wanted(prepared, *id, entry, arguments))
        .map(|(_, entry)| row(prepared, entry))
        .collect()
}

fn is_wanted(prepared: &Prepared, id: usize, entry: &Entry, arguments: &ListArguments) -> bool {
    let meta = &entry.article.meta;
    let status = match entry.unpublished {
        Some(Reason::Draft) => arguments.drafts,
        Some(Reason::Scheduled(_)) => arguments.scheduled,
        Some(Reason::Expired(_)) => arguments.expired,
        None => false,
    };
    let any_status = arguments.drafts || arguments.scheduled || arguments.expired;
    (status || !any_status)
        && (!arguments.undated || (meta.date.is_none() && entry.kind == SectionKind::Articles))
        && arguments.section.as_deref().is_none_or(|name| is_in_section(prepared, entry, name))
        && arguments.author.as_deref().is_none_or(|name| is_by(prepared, id, name))
        && arguments.missing.as_deref().is_none_or(|key| lacks(meta, key))
}

fn is_in_section(prepared: &Prepared, entry: &Entry, name: &str) -> bool {
    let wanted = prepared.site.section(name);
    wanted.is_some_and(|wanted| wanted == entry.section || prepared.site.ancestry(entry.section).contains(&wanted))
}

fn is_by(prepared: &Prepared, id: usize, name: &str) -> bool {
    let wanted = name.to_lowercase();
    prepared.site.articles[id].credits.iter().any(|credit| {
        let term = credit.term.map(|(taxonomy, term)| &prepared.site.taxonomies[taxonomy].terms[term]);
        credit.name.to_lowercase() == wanted || term.is_some_and(|term| term.slug == wanted)
    })
}

/// Whether the front matter says nothing for a key; the title and date count where they come from elsewhere.
fn lacks(meta: &Meta, key: &str) -> bool {
    match key {
        "date" => meta.date.is_none(),
        "description" => meta.description.is_none(),
        "authors" => meta.authors.is_empty(),
        "image" => meta.image.is_none(),
        "topics" => meta.terms.get("topic").is_none_or(Vec::is_empty),
        "series" => meta.series.is_none(),
        key => !meta.places.contains_key(key) && !meta.extra.contains_key(key),
    }
}

fn row(prepared: &Prepared, entry: &Entry) -> Row {
    let meta = &entry.article.meta;
    Row {
        source: entry.article.source.to_string(),
        title: meta.title.text.as_ref().into(),
        date: meta.date.as_ref().map(|date| date.seconds),
        status: match entry.unpublished {
            None => "published",
            Some(Reason::Draft) => "draft",
            Some(Reason::Scheduled(_)) => "scheduled",
            Some(Reason::Expired(_)) => "expired",
        },
        section: prepared.site.sections[entry.section].path.clone(),
        authors: entry.credits.iter().map(|credit| credit.name.to_string()).collect(),
        url: entry.url.href(&prepared.config.url.path),
    }
}

fn print(rows: &[Row], form: Form, project: &Project) {
    match form {
        Form::Json => rows.iter().for_each(|row| say!("{}", object(row, project))),
        Form::Csv => print_csv(rows, project),
        Form::Human => print_table(rows, project),
    }
}

fn object(row: &Row, project: &Project) -> Value {
    json!({
        "source": row.source,
        "title": row.title,
        "date": row.date.map(|date| project.config.timezone.rfc3339(date)),
        "status": row.status,
        "section": row.section,
        "authors": row.authors,
        "url": row.url,
    })
}

fn print_csv(rows: &[Row], project: &Project) {
    let mut writer = csv::Writer::from_writer(std::io::stdout());
    // A closed pipe is the reader's choice.
    let _ = writer.write_record(["source", "title", "date", "status", "section", "authors", "url"]);
    for row in rows {
        let date = row.date.map(|date| project.config.timezone.rfc3339(date)).unwrap_or_default();
        let authors = row.authors.join("; ");
        let _ = writer.write_record([&row.source, &row.title, &date, row.status, &row.section, &authors, &row.url]);
    }
    let _ = writer.flush();
}

fn print_table(rows: &[Row], project: &Project) {
    for row in rows {
        let date = row.date.map_or_else(|| "no date".to_owned(), |date| project.config.timezone.written(date));
        say!("{:<10} {date:<22} {}  ({})", row.status, row.title, row.source);
    }
    let noun = if rows.len() == 1 { "article" } else { "articles" };
    complain!("{} {noun}", rows.len());
}

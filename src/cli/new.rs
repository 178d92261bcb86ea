//! `byline new`: a site, an article, an author, from the site's `archetypes/` or from what is built in.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use tera::Tera;

use crate::article::names::slugify;
use crate::config::Overrides;
use crate::diagnostic::{Code, Diagnostic, reason};
use crate::import::quoted;
use crate::path::SourcePath;

use super::project::{self, Project};
use super::publish;
use super::report;
use super::terminal::say;
use super::{BUILT, BuildArguments, ERRORS, SiteArguments};
use workflow::Forge;

mod workflow;

/// The article that `new article` writes where the site has no `archetypes/article.md`.
const ARTICLE: &str = include_str!("new/article.md");
/// The profile that `new author` writes where the site has no `archetypes/author.md`.
const AUTHOR: &str = include_str!("new/author.md");
/// The files of a new site.
const SITE: &[(&str, &str)] = &[
    ("byline.yaml", include_str!("new/site/byline.yaml")),
    (".gitignore", "/public/\n/.byline/\n"),
    ("content/_index.md", include_str!("new/site/_index.md")),
    ("content/about.md", include_str!("new/site/about.md")),
    ("content/news/_index.md", include_str!("new/site/news/_index.md")),
    ("content/news/the-first-edition.md", include_str!("new/site/news/the-first-edition.md")),
    ("content/news/how-a-page-is-made/index.md", include_str!("new/site/news/how-a-page-is-made.md")),
    ("content/news/how-a-page-is-made/press.svg", include_str!("new/site/news/press.svg")),
    ("content/opinion/_index.md", include_str!("new/site/opinion/_index.md")),
    ("content/opinion/write-it-down.md", include_str!("new/site/opinion/write-it-down.md")),
    ("content/authors/editor.md", include_str!("new/site/authors/editor.md")),
    ("archetypes/article.md", ARTICLE),
    ("archetypes/author.md", AUTHOR),
];

/// What is made.
#[derive(Subcommand, Clone, Debug)]
pub(super) enum NewCommand {
    /// A site with a few articles to write over
    Site {
        /// Its folder, which must be new or empty
        dir: PathBuf,
    },
    /// An article, as a draft
    Article(ArticleArguments),
    /// The profile of an author
    Author {
        #[command(flatten)]
        site: SiteArguments,
        /// The author's name
        name: String,
    },
    /// What a host of repositories runs to publish the site, when it changes and when the time of an article has come
    Workflow {
        #[command(flatten)]
        site: SiteArguments,
        /// The host of the repository
        #[arg(value_enum)]
        forge: Forge,
        /// Which target of `publish` in byline.yaml [default: the first; the host's own pages where there is none]
        #[arg(long, value_name = "NAME")]
        target: Option<String>,
    },
}

/// What a new article says.
#[derive(Args, Clone, Debug)]
pub(super) struct ArticleArguments {
    #[command(flatten)]
    site: SiteArguments,
    /// Its headline
    title: String,
    /// The section: a folder below the content
    #[arg(long, value_name = "S", default_value = "")]
    section: String,
    /// An author, by id or name; may be given again
    #[arg(long = "author", value_name = "A")]
    authors: Vec<String>,
    /// A topic; may be given again
    #[arg(long = "topic", value_name = "T")]
    topics: Vec<String>,
}

/// Makes what is asked for; returns the exit code.
pub(super) fn new(command: &NewCommand) -> u8 {
    let made = match command {
        NewCommand::Site { dir } => site(dir),
        NewCommand::Article(arguments) => article(arguments),
        NewCommand::Author { site, name } => author(site, name),
        NewCommand::Workflow { site, forge, target } => workflow(site, *forge, target.as_deref()),
    };
    match made {
        Ok(message) => {
            say!("{message}");
            BUILT
        }
        Err(diagnostic) => {
            report::print_diagnostics(&[diagnostic], None, &BuildArguments::default());
            ERRORS
        }
    }
}

fn site(folder: &Path) -> Result<String, Diagnostic> {
    let is_taken = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if is_taken || folder.is_file() {
        return Err(Diagnostic::new(Code::Output, format!("`{}` exists and is not empty", folder.display()))
            .hint("name a folder that does not exist yet"));
    }
    let title = folder.file_name().map(|name| name.to_string_lossy().replace(['-', '_'], " ")).unwrap_or_default();
    for (name, text) in SITE {
        let text = text.replace("SITE_TITLE", &quoted(&title)).replace("SITE_ID", &uuid::Uuid::new_v4().to_string());
        write_new(&folder.join(name), &text)?;
    }
    Ok(format!("Made the site {0}. Build it: cd {0} && byline build", folder.display()))
}

fn article(arguments: &ArticleArguments) -> Result<String, Diagnostic> {
    let project = project::open(&arguments.site, &Overrides::default())?;
    let slug = slugify(&arguments.title);
    if slug.is_empty() {
        let message = format!("the title `{}` holds no letter or digit", arguments.title);
        return Err(Diagnostic::new(Code::InvalidValue, message).hint("the file's name is made of the title"));
    }
    let path = path_in_content(&project, &format!("{}/{slug}.md", arguments.section))?;
    let date = project.config.timezone.rfc3339(project.moment(arguments.site.at.as_deref())?);
    let list = |items: &[String]| format!("[{}]", items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", "));
    let values = [
        ("title", quoted(&arguments.title)),
        ("date", date),
        ("authors", list(&arguments.authors)),
        ("topics", list(&arguments.topics)),
        ("section", quoted(arguments.section.trim_matches('/'))),
        ("slug", slug),
    ];
    from_archetype(&project, "article", ARTICLE, &values, &path)
}

fn author(arguments: &SiteArguments, name: &str) -> Result<String, Diagnostic> {
    let project = project::open(arguments, &Overrides::default())?;
    let id = slugify(name);
    if id.is_empty() {
        return Err(Diagnostic::new(Code::InvalidValue, format!("the name `{name}` holds no letter or digit")));
    }
    let path = path_in_content(&project, &format!("authors/{id}.md"))?;
    from_archetype(&project, "author", AUTHOR, &[("name", quoted(name)), ("id", id)], &path)
}

fn workflow(arguments: &SiteArguments, forge: Forge, target: Option<&str>) -> Result<String, Diagnostic> {
    let project = project::open(arguments, &Overrides::default())?;
    let target = match target {
        None => project.config.publish.first(),
        name => Some(publish::chosen(&project, name)?),
    };
    let path = project.root.join(forge.path());
    if path.exists() {
        return Err(Diagnostic::new(Code::Output, format!("`{}` exists already", path.display()))
            .hint("remove it first: it is made anew, without what was changed in it"));
    }
    write_new(&path, &forge.workflow(target))?;
    Ok(format!("Made {}", path.display()))
}

/// A file below the content.
pub(super) fn path_in_content(project: &Project, path: &str) -> Result<SourcePath, Diagnostic> {
    project
        .config
        .content
        .join(path.trim_start_matches('/'))
        .filter(|path| path.is_in(&project.config.content))
        .ok_or_else(|| {
            Diagnostic::new(Code::InvalidValue, format!("`{path}` leads out of the content"))
                .hint("name a folder below the content")
        })
}

fn from_archetype(
    project: &Project,
    name: &str,
    built_in: &str,
    values: &[(&'static str, String)],
    path: &SourcePath,
) -> Result<String, Diagnostic> {
    let archetype = project.root.join("archetypes").join(format!("{name}.md"));
    let template = match fs::read_to_string(&archetype) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => built_in.to_owned(),
        Err(error) => {
            return Err(Diagnostic::new(
                Code::UnreadableFile,
                format!("`{}` cannot be read: {}", archetype.display(), reason(&error)),
            ));
        }
    };
    let mut context = tera::Context::new();
    for (name, value) in values {
        context.insert(*name, value);
    }
    let text = Tera::one_off(&template, &context, false).map_err(|error| {
        let message = format!(
            "the archetype `archetypes/{name}.md` fails: {}",
            error.to_string().lines().next().unwrap_or_default()
        );
        Diagnostic::new(Code::Template, message)
    })?;
    let target = project.disk.system_path(path);
    write_new(&target, &text)?;
    Ok(format!("Made {}", target.display()))
}

/// Writes a file that does not exist yet.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => Diagnostic::new(Code::Output, format!("`{}` exists already", path.display()))
            .hint("give the new one another title or name"),
        _ => Diagnostic::new(Code::Output, format!("cannot write `{}`: {}", path.display(), reason(&error))),
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    io::Write::write_all(&mut file, text.as_bytes()).map_err(failed)
}

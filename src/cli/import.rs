//! `byline import`: articles out of what was published elsewhere.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

use crate::article::names::slugify;
use crate::config::Overrides;
use crate::diagnostic::{Code, Diagnostic, Place, human, json as diagnostic_json, reason};
use crate::import::{self, Biography, Imported, Piece, Reading, Remark};
use crate::path::SourcePath;

use super::new::{path_in_content, write_new};
use super::project::{self, Project};
use super::terminal::{has_colour, say};
use super::{BUILT, ERRORS, SiteArguments};

/// The name of standard input.
const STANDARD_INPUT: &str = "-";
/// The largest text, in bytes: no page comes near to it.
const LARGEST: usize = 1 << 18;

/// What is imported.
#[derive(Subcommand, Clone, Debug)]
pub(super) enum ImportCommand {
    /// Make an article of the text of a page, as one copies it from a browser
    Text(TextArguments),
}

/// Which texts, and where to.
#[derive(Args, Clone, Debug)]
pub(super) struct TextArguments {
    /// The texts; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The folder below the content where the articles are written [default: the content itself]
    #[arg(long, value_name = "DIR", default_value = "", hide_default_value = true)]
    to: String,
    /// The site's folder [default: the nearest one upward that holds byline.yaml]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The form of the report
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

/// The form of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Text for people
    #[default]
    Human,
    /// One JSON object per diagnostic and per text
    Json,
}

/// A text that became an article.
struct Done {
    imported: Imported,
    text: String,
    /// The article, and the profiles of its authors.
    written: Vec<SourcePath>,
    doubts: Vec<Diagnostic>,
}

/// Imports what is asked for; returns the exit code.
pub(super) fn import(command: &ImportCommand) -> u8 {
    let ImportCommand::Text(arguments) = command;
    let site = SiteArguments { root: arguments.root.clone(), at: None };
    let project = match project::open(&site, &Overrides::default()) {
        Ok(project) => project,
        Err(diagnostic) => {
            print(&[diagnostic], "", arguments.format);
            return ERRORS;
        }
    };
    let mut code = BUILT;
    for file in &arguments.files {
        match text(file, arguments, &project) {
            Ok(done) => report(file, &done, arguments.format),
            Err(diagnostic) => {
                print(&[diagnostic], "", arguments.format);
                code = ERRORS;
            }
        }
    }
    code
}

/// Makes an article of one text.
fn text(file: &Path, arguments: &TextArguments, project: &Project) -> Result<Done, Diagnostic> {
    let text = contents(file)?;
    let config = &project.config;
    let reading = Reading { timezone: config.timezone.clone(), date_order: config.date_order };
    let place = place_of(file, project);
    let imported = import::read(&text, &reading).ok_or_else(|| {
        Diagnostic::new(Code::ImportEmpty, format!("`{}` holds no headline and no paragraph", file.display()))
            .hint("see that the text of the article is in the file, not only what stands around it")
    })?;
    let article = path_of(&imported, arguments, project)?;
    let profiles = new_profiles(&imported.biographies, project)?;
    let reference = |name: &str| reference(name, &imported, project);
    write(project, &article, &import::article(&imported, &reference))?;
    let mut written = vec![article];
    for (path, biography) in profiles {
        write(project, &path, &import::profile(biography))?;
        written.push(path);
    }
    let mut doubts: Vec<Diagnostic> = imported.doubts.iter().map(|doubt| diagnostic(doubt, &place, &text)).collect();
    doubts.extend(kept_profiles(&imported, &written, project).map(|remark| diagnostic(&remark, &place, &text)));
    Ok(Done { imported, text, written, doubts })
}

/// The text of a file or of standard input.
fn contents(file: &Path) -> Result<String, Diagnostic> {
    let mut bytes = Vec::new();
    let is_input = file.as_os_str() == STANDARD_INPUT;
    // One byte more than the largest is enough to know that there are too many.
    let limit = LARGEST as u64 + 1;
    let result = if is_input {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        fs::File::open(file).and_then(|opened| opened.take(limit).read_to_end(&mut bytes))
    };
    let shown = if is_input { "standard input".to_owned() } else { format!("`{}`", file.display()) };
    if let Err(error) = result {
        let message = format!("{shown} cannot be read: {}", reason(&error));
        return Err(Diagnostic::new(Code::UnreadableFile, message)
            .hint("name the file with the text of a page, or `-` for standard input"));
    }
    if bytes.len() > LARGEST {
        let message = format!("{shown} holds more than 256 kB, which is more than the text of any page");
        return Err(Diagnostic::new(Code::UnreadableFile, message).hint("give each page a file of its own"));
    }
    String::from_utf8(bytes).map_err(|_| {
        Diagnostic::new(Code::NotUtf8, format!("{shown} is not encoded as UTF-8"))
            .hint("save it as UTF-8, for example with `iconv -f WINDOWS-1252 -t UTF-8`")
    })
}

/// The file as places name it: by its path in the site, else by its name alone.
fn place_of(file: &Path, project: &Project) -> SourcePath {
    let name = || file.file_name().and_then(|name| SourcePath::new(&name.to_string_lossy()));
    project.source_of(file).filter(|_| file.exists()).or_else(name).unwrap_or_default()
}

/// Where the article is written: in the folder that is named, under a name made of its title.
fn path_of(imported: &Imported, arguments: &TextArguments, project: &Project) -> Result<SourcePath, Diagnostic> {
    let slug = slugify(&imported.title);
    if slug.is_empty() {
        let message = format!("the title `{}` holds no letter or digit", imported.title);
        return Err(Diagnostic::new(Code::InvalidValue, message).hint("the file's name is made of the title"));
    }
    let slug = shortened(&slug);
    let content = &project.config.content;
    // A folder may be named from the site's root as well.
    let inside = SourcePath::new(&arguments.to).filter(|_| !content.as_str().is_empty());
    let folder = inside.as_ref().and_then(|folder| folder.strip(content)).unwrap_or(&arguments.to);
    path_in_content(project, &format!("{folder}/{slug}.md"))
}

/// How long the name of a file may be, in bytes, without its ending.
const LONGEST_NAME: usize = 120;

/// A name that every system can hold, cut between words where it is too long.
fn shortened(slug: &str) -> &str {
    if slug.len() <= LONGEST_NAME {
        return slug;
    }
    let end = (0..=LONGEST_NAME).rev().find(|at| slug.is_char_boundary(*at)).unwrap_or(0);
    let cut = slug.get(..end).unwrap_or_default();
    cut.rsplit_once('-').map_or(cut, |(words, _)| words)
}

fn profile_path(name: &str, project: &Project) -> Result<SourcePath, Diagnostic> {
    path_in_content(project, &format!("authors/{}.md", slugify(name)))
}

/// The profiles that are not there yet.
fn new_profiles<'a>(all: &'a [Biography], project: &Project) -> Result<Vec<(SourcePath, &'a Biography)>, Diagnostic> {
    let mut new = BTreeMap::new();
    for biography in all.iter().filter(|biography| !slugify(&biography.name).is_empty()) {
        let path = profile_path(&biography.name, project)?;
        if !project.disk_has(&path) {
            new.entry(path).or_insert(biography);
        }
    }
    Ok(new.into_iter().collect())
}

/// How the article names an author: by the id of the profile that there is or will be, else by name.
fn reference(name: &str, imported: &Imported, project: &Project) -> String {
    let id = slugify(name);
    let is_written = imported.biographies.iter().any(|biography| slugify(&biography.name) == id);
    let is_there = || profile_path(name, project).is_ok_and(|path| project.disk_has(&path));
    if !id.is_empty() && (is_written || is_there()) { id } else { name.to_owned() }
}

/// The biographies for which there is a profile already.
fn kept_profiles<'a>(
    imported: &'a Imported,
    written: &'a [SourcePath],
    project: &'a Project,
) -> impl Iterator<Item = Remark> + 'a {
    imported.biographies.iter().filter_map(move |biography| {
        let path = profile_path(&biography.name, project).ok()?;
        let what = format!("left out: `{path}` exists and was not changed");
        let (line, text) = (biography.line, biography.bio.clone());
        (!written.contains(&path)).then_some(Remark { line, text, what })
    })
}

fn write(project: &Project, path: &SourcePath, text: &str) -> Result<(), Diagnostic> {
    let target = project.disk.system_path(path);
    let exists = target.exists();
    write_new(&target, text).map_err(|fault| match exists {
        true => Diagnostic { hints: vec!["move it away, or name another folder with `--to`".to_owned()], ..fault },
        false => fault,
    })
}

/// A doubt as a warning at its line.
fn diagnostic(doubt: &Remark, file: &SourcePath, text: &str) -> Diagnostic {
    let fault = Diagnostic::new(Code::ImportDoubt, &doubt.what);
    let Some(raw) = doubt.line.checked_sub(1).and_then(|index| text.lines().nth(index)) else {
        return fault.at(Place::file(file));
    };
    let raw = raw.trim_start_matches('\u{feff}');
    let count = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let column = 1 + count(raw) - count(raw.trim_start());
    let line = u32::try_from(doubt.line).unwrap_or(u32::MAX);
    fault.at(Place { file: file.clone(), line, column, length: count(raw.trim()).max(1) })
}

/// Prints diagnostics: to people, all of them, since each is of another line.
fn print(diagnostics: &[Diagnostic], text: &str, form: Form) {
    if form == Form::Json {
        diagnostics.iter().for_each(|diagnostic| say!("{}", diagnostic_json::value(diagnostic)));
        return;
    }
    let style = human::Style { colour: has_colour(), most_per_code: usize::MAX };
    let drawn = human::render_all(diagnostics, &|_| Some(text.to_owned()), style);
    let _ = io::Write::write_all(&mut io::stderr(), drawn.as_bytes());
}

/// Says what became of a text.
fn report(file: &Path, done: &Done, form: Form) {
    print(&done.doubts, &done.text, form);
    match form {
        Form::Json => say!("{}", object(file, done)),
        Form::Human => say!("{}", summary(file, done)),
    }
}

fn object(file: &Path, done: &Done) -> Value {
    let list = |all: &[Remark], key: &str| -> Vec<Value> {
        all.iter().map(|remark| json!({"line": remark.line, "text": remark.text, key: remark.what})).collect()
    };
    let paths: Vec<&str> = done.written.iter().map(SourcePath::as_str).collect();
    json!({
        "type": "import",
        "file": file.display().to_string(),
        "written": paths,
        "found": list(&done.imported.found, "field"),
        "left_out": list(&done.imported.left_out, "what"),
        "doubts": done.doubts.len(),
    })
}

/// The longest piece of a line that the summary shows, in characters.
const LONGEST_SHOWN: usize = 70;

fn summary(file: &Path, done: &Done) -> String {
    let mut lines = vec![format!("{}", file.display())];
    for remark in &done.imported.found {
        lines.push(format!("  {:<12} {}  (line {})", remark.what, cut(&remark.text), remark.line));
    }
    lines.push(format!("  {:<12} {}", "body", pieces(&done.imported.body)));
    for remark in &done.imported.left_out {
        lines.push(format!("  {:<12} {}  (line {}: {})", "left out", cut(&remark.text), remark.line, remark.what));
    }
    lines.extend(done.written.iter().map(|path| format!("  written: {path}")));
    lines.join("\n")
}

/// How many paragraphs and headings there are.
fn pieces(body: &[Piece]) -> String {
    let headings = body.iter().filter(|piece| matches!(piece, Piece::Heading(_))).count();
    let paragraphs = body.len() - headings;
    let count = |number: usize, one: &str| if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") };
    match headings {
        0 => count(paragraphs, "paragraph"),
        headings => format!("{}, {}", count(paragraphs, "paragraph"), count(headings, "heading")),
    }
}

/// A text, cut where it is too long for a line.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

//! The command line: arguments in, reports and exit codes out.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

mod baseline;
mod build;
mod config;
mod explain;
mod import;
mod list;
mod new;
mod next;
mod preview;
mod project;
mod publish;
mod report;
mod serve;
mod terminal;
mod theme;
mod why;

/// Everything went well; warnings are allowed.
const BUILT: u8 = 0;
/// There are errors, or warnings under `--strict`.
const ERRORS: u8 = 1;
/// The arguments make no sense.
const USAGE: u8 = 2;

/// Turns a folder of Markdown articles into a static site.
#[derive(Parser, Debug)]
#[command(name = "byline", version, about, max_term_width = 100, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Build the site
    Build(BuildArguments),
    /// Read and plan the site and check every internal link, writing nothing
    Check(CheckArguments),
    /// Show the site in the browser while it is written, from memory
    Serve(serve::ServeArguments),
    /// Write one article, with all that its page shows, for somebody to look at before it is published
    Preview(preview::PreviewArguments),
    /// Make a host equal to the site
    Publish(publish::PublishArguments),
    /// List the articles, with what keeps them from the site and what they lack
    List(list::ListArguments),
    /// List the next moments at which the site changes by itself
    Next(next::NextArguments),
    /// Tell what a page was made from, and why; or what a change to a file would make anew
    Why(why::WhyArguments),
    /// Make a site, an article or an author
    New {
        #[command(subcommand)]
        what: new::NewCommand,
    },
    /// Make articles of what was published elsewhere
    Import {
        #[command(subcommand)]
        what: import::ImportCommand,
    },
    /// Show the effective configuration and where each value comes from
    Config(config::ConfigArguments),
    /// Show themes, and make files of a theme the site's own
    Theme {
        #[command(subcommand)]
        what: theme::ThemeCommand,
    },
    /// Say what a fault means, with an example and the mend
    Explain(explain::ExplainArguments),
    /// Print a script that completes byline's arguments in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Which site, and which part of it.
#[derive(Args, Clone, Debug, Default)]
struct SiteArguments {
    /// The site's folder [default: the nearest one upward that holds byline.yaml]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// The moment to build for, such as 2026-12-01 or 2026-12-01T09:00-05:00 [default: now]
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

/// The arguments of `build` and `check`.
#[derive(Args, Clone, Debug, Default)]
struct BuildArguments {
    #[command(flatten)]
    site: SiteArguments,
    /// Where the site is written [default: `output` of byline.yaml, public]
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Where the site will stand, instead of `url` of byline.yaml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Ask search engines to leave every page out; only what is published to says so
    #[arg(skip)]
    noindex: bool,
    /// Publish drafts too
    #[arg(long)]
    drafts: bool,
    /// Publish articles whose date is still to come too
    #[arg(long)]
    future: bool,
    /// Publish articles that have expired too
    #[arg(long)]
    expired: bool,
    /// Let warnings count as errors
    #[arg(long)]
    strict: bool,
    /// Leave out articles that have errors and build the rest (exit code 1 all the same)
    #[arg(long)]
    keep_going: bool,
    /// Overwrite files in the output folder that byline did not write
    #[arg(long)]
    adopt: bool,
    /// Pass over the faults that this file lists (written by `byline check --write-baseline`)
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Make everything anew, without what earlier builds have found out
    #[arg(long)]
    fresh: bool,
    /// Make the site once more in memory and compare it with the output, byte for byte (exit code 1 where they differ)
    #[arg(long)]
    verify: bool,
    /// How many threads work [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// The form of the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Say how long each stage took
    #[arg(long)]
    timings: bool,
    /// Say nothing but what is wrong
    #[arg(long, short)]
    quiet: bool,
    /// Show every diagnostic, not only the first of each kind
    #[arg(long, short)]
    verbose: bool,
}

/// The arguments of `check`.
#[derive(Args, Clone, Debug, Default)]
struct CheckArguments {
    #[command(flatten)]
    build: BuildArguments,
    /// Hold the site against a list of addresses, one a line, or a sitemap: each has to answer, to lead on, or to be declared gone
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// Render the pages and feeds too, and hold them against the rules of search engines and readers' programs
    #[arg(long)]
    rendered: bool,
    /// Write the faults that there are to this file, for `--baseline`
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<PathBuf>,
}

/// The form of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text for people
    #[default]
    Human,
    /// One JSON object per diagnostic, then a summary
    Json,
    /// Annotations of GitHub Actions
    Github,
}

/// The form of an answer that is one text or one object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Text for people
    #[default]
    Human,
    /// One JSON object
    Json,
}

/// Runs the program with `arguments`, of which the first is its own name, and returns its exit code: 0 built, 1 errors, 2
/// wrong usage.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // `--help` and `--version` come this way too, and go to standard output.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { USAGE } else { BUILT });
        }
    };
    let code = match arguments.command {
        Command::Build(arguments) => build::build(&arguments),
        Command::Check(arguments) => build::check(&arguments),
        Command::Serve(arguments) => serve::serve(&arguments),
        Command::Publish(arguments) => publish::publish(&arguments),
        Command::Preview(arguments) => preview::preview(&arguments),
        Command::List(arguments) => list::list(&arguments),
        Command::Next(arguments) => next::next(&arguments),
        Command::Why(arguments) => why::why(&arguments),
        Command::New { what } => new::new(&what),
        Command::Import { what } => import::import(&what),
        Command::Config(arguments) => config::config(&arguments),
        Command::Theme { what } => theme::theme(&what),
        Command::Explain(arguments) => explain::explain(&arguments),
        Command::Completions { shell } => {
            clap_complete::generate(
                shell,
                &mut <Arguments as clap::CommandFactory>::command(),
                "byline",
                &mut std::io::stdout(),
            );
            BUILT
        }
    };
    ExitCode::from(code)
}

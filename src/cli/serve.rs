//! `byline serve`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use crate::build::preview::Shown;
use crate::config::Overrides;
use crate::diagnostic::Diagnostic;
use crate::path::SourcePath;
use crate::serve::{Options, listen, serve as serve_site};
use crate::site::Selection;

use super::build::{is_as_built, set_threads};
use super::terminal::{complain, say};
use super::{BUILT, BuildArguments, ERRORS, SiteArguments, project, report};

/// The arguments of `serve`.
#[derive(Args, Clone, Debug)]
pub(super) struct ServeArguments {
    #[command(flatten)]
    site: SiteArguments,
    /// The address to listen at
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
    /// The port; where it is taken, the next free one
    #[arg(long, value_name = "PORT", default_value_t = 4000)]
    port: u16,
    /// Answer under this name too, of a container or for a phone
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// Show what readers would see: no drafts, and nothing scheduled or expired
    #[arg(long)]
    no_drafts: bool,
    /// Look for changes every so many milliseconds instead of asking the system
    #[arg(long, value_name = "MS", num_args = 0..=1, default_missing_value = "500", value_parser = clap::value_parser!(u64).range(10..))]
    poll: Option<u64>,
    /// Serve the output folder as a web host would
    #[arg(long = "static")]
    is_static: bool,
}

/// Serves the site until it is interrupted; returns the exit code.
pub(super) fn serve(arguments: &ServeArguments) -> u8 {
    match served(arguments) {
        Ok(()) => BUILT,
        Err(diagnostic) => {
            report::print_diagnostics(&[diagnostic], None, &BuildArguments::default());
            ERRORS
        }
    }
}

fn served(arguments: &ServeArguments) -> Result<(), Diagnostic> {
    let project = project::open(&arguments.site, &Overrides::default())?;
    let output = project.output(None)?;
    let at = project.moment(arguments.site.at.as_deref())?;
    set_threads(None)?;
    let shows = !arguments.no_drafts;
    let selection = Selection { at, drafts: shows, future: shows, expired: shows };
    let output_in_site = project.output_in_site(&output);
    let store = project.store();
    let options = Options {
        root: whole(&project.root),
        config_file: SourcePath::new(project::CONFIG).unwrap_or_default(),
        output: whole(&output),
        shown: Shown { selection, anyway: None, output_in_site, loose: project.loose },
        moves: arguments.site.at.is_none(),
        host: arguments.host.clone(),
        port: arguments.port,
        allowed: arguments.allow_host.clone(),
        poll: arguments.poll.map(Duration::from_millis),
        is_static: arguments.is_static,
        built: is_as_built(&project, &output, store.as_ref()).then(|| whole(&output)),
    };
    let listener = listen(&options.host, options.port)?;
    let port = listener.local_addr().map_or(options.port, |address| address.port());
    if port != options.port && options.port != 0 {
        complain!("port {} is taken: the site is at port {port}", options.port);
    }
    let name = if options.host.contains(':') { format!("[{}]", options.host) } else { options.host.clone() };
    let address = format!("http://{name}:{port}{}/", project.config.url.path);
    say!("{address}");
    if arguments.open {
        show(&address);
    }
    serve_site(options, (project.config, project.diagnostics), store, listener, |text| complain!("note: {text}"))
}

/// The path from the root of the file system, as the system tells of changes.
fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Opens an address in the browser; where there is none, the address has been printed.
fn show(address: &str) {
    let program = PathBuf::from(if cfg!(target_os = "macos") { "open" } else { "xdg-open" });
    if std::process::Command::new(program).arg(address).spawn().is_err() {
        complain!("note: no browser could be opened");
    }
}

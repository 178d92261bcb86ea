//! Serves a site from memory while its authors write it.

use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::build::preview::{Preview, Scope, Shown, Step};
use crate::config::{self, Overrides};
use crate::diagnostic::{Code, Diagnostic, reason};
use crate::path::SourcePath;
use crate::source::{Disk, Sources as _};
use crate::store::Store;

mod desk;
mod editor;
mod files;
mod good;
mod host;
mod http;
mod links;
mod look;
mod page;
mod watch;
mod watched;

use desk::Desk;
use host::Hosts;
use watch::{Changes, Watcher};
use watched::Watched;

/// How many ports are tried from the one that is asked for.
const MOST_PORTS: u16 = 100;
/// The stack of a thread that renders: what input may nest needs a small part of it.
const STACK: usize = 16 << 20;

/// What is served, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The site's folder.
    pub root: PathBuf,
    /// The configuration's file in it.
    pub config_file: SourcePath,
    /// The output folder, which `is_static` serves.
    pub output: PathBuf,
    /// What is shown.
    pub shown: Shown,
    /// Whether the moment moves with the clock.
    pub moves: bool,
    /// The name or number of the address to listen at.
    pub host: String,
    /// The first port to try.
    pub port: u16,
    /// Names under which the server may be asked, besides its own.
    pub allowed: Vec<String>,
    /// Look for changes in this interval instead of asking the system.
    pub poll: Option<Duration>,
    /// Serve the output folder as it is.
    pub is_static: bool,
    /// The folder that the last build has left, whose pages are shown while the site is being read.
    pub built: Option<PathBuf>,
}

/// Listens at the first free port from the one that is asked for.
///
/// # Errors
/// Where the host has no address here, or all ports are taken.
pub fn listen(host: &str, port: u16) -> Result<TcpListener, Diagnostic> {
    let fault = |error: &io::Error| {
        Diagnostic::new(Code::Output, format!("byline cannot listen at `{host}`, port {port}: {}", reason(error)))
            .hint("name another with `--host` or `--port`")
    };
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for port in port..=port.saturating_add(MOST_PORTS) {
        let addresses = (host, port).to_socket_addrs().map_err(|error| fault(&error))?;
        match TcpListener::bind(addresses.collect::<Vec<SocketAddr>>().as_slice()) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = error,
            Err(error) => return Err(fault(&error)),
        }
    }
    Err(fault(&last))
}

/// Serves until the program is interrupted; `tell` hears what is worth knowing.
///
/// # Errors
/// Where serving cannot begin.
pub fn serve(
    options: Options,
    loaded: (config::Config, Vec<Diagnostic>),
    store: Option<Store>,
    listener: TcpListener,
    tell: impl Fn(String) + Send + 'static,
) -> Result<(), Diagnostic> {
    let fault = |error: io::Error| Diagnostic::new(Code::Output, format!("serving cannot begin: {}", reason(&error)));
    let disk = Disk::new(&options.root).map_err(fault)?;
    let bound: IpAddr = listener.local_addr().map_err(fault)?.ip();
    let hosts = Hosts { bound, name: options.host.clone(), allowed: options.allowed.clone() };
    let desk = Arc::new(Desk::new(loaded.0.url.path.clone(), disk, options.built.clone()));
    let folder = options.is_static.then(|| options.output.clone());
    let (fails, failed) = tokio::sync::oneshot::channel();
    if folder.is_none() {
        let desk = Arc::clone(&desk);
        // Who reads the site need not be waited for.
        thread::spawn(move || {
            if let Err(fault) = show(&options, loaded, store.as_ref(), &desk, tell) {
                let _ = fails.send(fault);
            }
        });
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .thread_stack_size(STACK)
        .build()
        .map_err(fault)?;
    let server = http::Server { desk, hosts: Arc::new(hosts), folder };
    let ended = runtime.block_on(async {
        tokio::select! {
            ended = http::run(listener, server) => ended.map_err(fault),
            Ok(fault) = failed => Err(fault),
        }
    });
    // Connections of browsers are never done.
    runtime.shutdown_background();
    ended
}

/// Reads the site, and makes it anew after each change.
fn show(
    options: &Options,
    (config, known): (config::Config, Vec<Diagnostic>),
    store: Option<&Store>,
    desk: &Desk,
    tell: impl Fn(String),
) -> Result<(), Diagnostic> {
    // What changes while the site is read is heard of afterwards.
    let (watcher, notice) = Watcher::new(watched(options, &desk.disk, &config), options.poll);
    notice.into_iter().for_each(&tell);
    let mut preview = Preview::open(&desk.disk, config, known, options.shown.clone(), store)?;
    preview.stage = Arc::clone(&desk.stage);
    let started = Instant::now();
    let step = preview.renew(&desk.disk, &BTreeSet::new(), &move || started.elapsed());
    desk.renewed(&preview, step, &[]);
    follow(options, watcher, preview, desk, tell);
    Ok(())
}

/// The folders in which a change changes the site.
fn watched(options: &Options, disk: &Disk, config: &config::Config) -> Watched {
    let usual =
        ["static", "assets", "templates", "themes", "strings"].map(|name| SourcePath::new(name).unwrap_or_default());
    let named = [&config.content, &config.data].into_iter().chain(config.files.iter().map(|mapping| &mapping.from));
    let folders = usual.iter().chain(named).map(|folder| disk.system_path(folder)).collect();
    let config = disk.system_path(&options.config_file);
    Watched { root: options.root.clone(), folders, config, output: options.output.clone() }
}

/// Makes the site anew after each change.
fn follow(options: &Options, mut watcher: Watcher, mut preview: Preview, desk: &Desk, tell: impl Fn(String)) {
    let disk = &desk.disk;
    let mut is_wider = false;
    loop {
        // What came into folders that were not watched before has not been told.
        let changes = if is_wider { Changes { is_unsure: true, ..Changes::default() } } else { watcher.next() };
        changes.notice.clone().into_iter().for_each(&tell);
        let mut written = sources(options, &changes);
        written.retain(|source| !preview.is_passing(disk, source));
        if !written.is_empty() || changes.is_unsure {
            let started = Instant::now();
            let step = apply(options, disk, &mut preview, &written, changes.is_unsure, started);
            if step.scope != Scope::Nothing {
                let written: Vec<SourcePath> = written.into_iter().collect();
                desk.renewed(&preview, step, &written);
                preview.rest();
            }
        }
        is_wider = watcher.widen(watched(options, disk, preview.config()));
    }
}

fn apply(
    options: &Options,
    disk: &Disk,
    preview: &mut Preview,
    written: &BTreeSet<SourcePath>,
    is_unsure: bool,
    started: Instant,
) -> Step {
    let clock = move || started.elapsed();
    if options.moves {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        preview.set_moment(i64::try_from(now).unwrap_or(i64::MAX));
    }
    let is_configured = is_unsure || written.contains(&options.config_file);
    // A folder that is no site has no configuration.
    if is_configured && !options.shown.loose {
        let text = disk.read(&options.config_file).ok();
        let loaded = config::load(&options.config_file, text.as_deref(), &Overrides::default());
        preview.configure(loaded.config, loaded.diagnostics);
    } else if let Some(step) = preview.update(disk, written, &clock) {
        return step;
    }
    preview.renew(disk, written, &clock)
}

/// The files of the site among what changed.
fn sources(options: &Options, changes: &Changes) -> BTreeSet<SourcePath> {
    let inside = |path: &PathBuf| Some(path.strip_prefix(&options.root).ok()?.to_str()?.replace('\\', "/"));
    let paths = changes.paths.iter().filter_map(inside).filter_map(|path| SourcePath::new(&path));
    paths.filter(|source| !source.as_str().is_empty()).collect()
}

//! How each kind of host is reached, and with whose credentials: never with such that stand in byline.yaml.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use opendal::HttpTransporter;
use opendal::services::{Fs, S3, Webdav};
use opendal::{Error, ErrorKind, OperationContext, Operator};

use crate::config::Destination;

/// How long a host may take to be reached.
const CONNECTING: Duration = Duration::from_secs(10);
/// The region that services other than Amazon's take where none is said.
const USUAL_REGION: &str = "us-east-1";

/// What a place is called in messages.
pub(super) fn place(to: &Destination) -> String {
    match to {
        Destination::Folder(path) => format!("`{}`", path.display()),
        Destination::Git { branch, .. } => format!("the branch `{branch}`"),
        Destination::S3 { bucket, endpoint, .. } => match endpoint {
            Some(endpoint) => format!("the bucket `{bucket}` at {endpoint}"),
            None => format!("the bucket `{bucket}`"),
        },
        Destination::Sftp { host, path, .. } => format!("`{path}` on {host}"),
        Destination::WebDav { origin, path, .. } => format!("`{path}` on {origin}"),
    }
}

/// Opens a place. Nothing is asked of it yet.
pub(super) fn open(to: &Destination) -> Result<Operator, Error> {
    match to {
        Destination::S3 { bucket, prefix, endpoint, region, profile } => {
            let mut service = S3::default().bucket(bucket).root(&format!("/{prefix}"));
            let environment = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
            let own = endpoint.clone().or_else(|| environment("AWS_ENDPOINT_URL"));
            let region =
                region.clone().or_else(|| environment("AWS_REGION")).or_else(|| environment("AWS_DEFAULT_REGION"));
            service = service.region(&region.unwrap_or_else(|| USUAL_REGION.to_owned()));
            service = match &own {
                // Only Amazon's machines have what tells them their credentials.
                Some(endpoint) => service.endpoint(endpoint).disable_ec2_metadata(),
                None => service.enable_virtual_host_style(),
            };
            if let Some(profile) = profile {
                service = service.profile(profile);
            }
            over_http(Operator::new(service)?)
        }
        Destination::WebDav { user, origin, path } => {
            let mut service = Webdav::default().endpoint(origin).root(path).disable_create_dir(true);
            let host = origin.split_once("://").map_or(origin.as_str(), |(_, host)| host);
            match (env::var("WEBDAV_TOKEN"), credentials(host, user.as_deref())) {
                (Ok(token), _) => service = service.token(&token),
                (_, Some((user, password))) => service = service.username(&user).password(&password),
                _ => {}
            }
            over_http(Operator::new(service)?)
        }
        Destination::Sftp { user, host, path } => sftp(user.as_deref(), host, path),
        Destination::Folder(path) => Operator::new(Fs::default().root(&path.display().to_string())),
        Destination::Git { .. } => Err(Error::new(ErrorKind::Unsupported, "a branch is no folder")),
    }
}

#[cfg(unix)]
fn sftp(user: Option<&str>, host: &str, path: &str) -> Result<Operator, Error> {
    let mut service = opendal::services::Sftp::default().endpoint(&format!("ssh://{host}")).root(path);
    if let Some(user) = user {
        service = service.user(user);
    }
    Operator::new(service)
}

#[cfg(not(unix))]
fn sftp(_: Option<&str>, _: &str, _: &str) -> Result<Operator, Error> {
    Err(Error::new(
        ErrorKind::Unsupported,
        "byline reaches SFTP by the system's ssh, which needs Linux, macOS or the like",
    ))
}

fn over_http(operator: Operator) -> Result<Operator, Error> {
    let transport = HttpTransporter::new(opendal_http_transport_reqwest::ReqwestTransport::new(client()?));
    let context = OperationContext::default().with_http_transport(transport);
    Ok(operator.with_context(context))
}

/// An HTTP client that trusts what the system trusts.
pub(super) fn client() -> Result<reqwest::Client, Error> {
    // A second installation is refused, and changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let agent = concat!("byline/", env!("CARGO_PKG_VERSION"));
    let builder = reqwest::Client::builder().user_agent(agent).connect_timeout(CONNECTING);
    builder
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(|error| Error::new(ErrorKind::Unexpected, "HTTP cannot be spoken").set_source(error))
}

/// The user and password for a host of WebDAV: of the environment, or of `~/.netrc`.
fn credentials(host: &str, user: Option<&str>) -> Option<(String, String)> {
    if let Ok(password) = env::var("WEBDAV_PASSWORD") {
        let user = user.map(str::to_owned).or_else(|| env::var("WEBDAV_USERNAME").ok())?;
        return Some((user, password));
    }
    let file = env::var_os("NETRC").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".netrc")))?;
    let name = host.split(':').next().unwrap_or(host);
    from_netrc(&fs::read_to_string(file).ok()?, name, user)
}

/// What a file in the form of `.netrc` holds for a host, and a user where one is asked for.
fn from_netrc(text: &str, host: &str, user: Option<&str>) -> Option<(String, String)> {
    let mut words = text.lines().filter(|line| !line.trim_start().starts_with('#')).flat_map(str::split_whitespace);
    let (mut is_meant, mut login, mut password) = (false, None, None);
    let found = |login: &Option<&str>, password: &Option<&str>| {
        let login = (*login).or(user)?;
        user.is_none_or(|user| user == login).then_some((login.to_owned(), (*password)?.to_owned()))
    };
    while let Some(word) = words.next() {
        match word {
            "machine" | "default" => {
                if let Some(found) = found(&login, &password).filter(|_| is_meant) {
                    return Some(found);
                }
                is_meant = word == "default" || words.next() == Some(host);
                (login, password) = (None, None);
            }
            "login" => login = words.next(),
            "password" => password = words.next(),
            _ => {}
        }
    }
    found(&login, &password).filter(|_| is_meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_netrc_file_gives_the_password_of_a_host_and_a_user() {
        let text = "# machine dav.example login no password no\nmachine dav.example\n  login ada password one\nmachine other.example login b password two\ndefault login d password three\n";
        let found = |host, user| from_netrc(text, host, user).map(|(user, password)| format!("{user} {password}"));
        assert_eq!(found("dav.example", None).as_deref(), Some("ada one"));
        assert_eq!(found("other.example", Some("b")).as_deref(), Some("b two"));
        assert_eq!(found("third.example", None).as_deref(), Some("d three"));
        assert_eq!(found("dav.example", Some("grace")), None);
    }
}

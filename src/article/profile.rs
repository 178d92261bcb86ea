//! The profiles of authors, in files of their own or in a data file.

use std::borrow::Cow;

use serde_json::Value;

use super::names::title_of_name;
use super::parse::{File, body};
use super::{Profile, markdown, meta};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::keys::{Format, Node, Reader, Scope, Source, trim};
use crate::path::SourcePath;

/// Reads the profile of the author `id`.
pub(super) fn read(file: &File<'_>, id: Cow<'_, str>, config: &Config) -> (Profile, Vec<Diagnostic>) {
    let reader = Reader::new(Scope::Profile, &file.source, Vec::new(), &file.entries);
    let (profile, mut diagnostics) = of_entries(reader, &id, config);
    let (body, found) = body(file, config, None);
    diagnostics.extend(found);
    (Profile { source: file.path.clone(), body, ..profile }, diagnostics)
}

/// The profiles of a data file: a map from ids to what a profile's front matter would hold. A name alone may stand
/// for a map. The diagnostics have no places, since the data have none.
pub fn profiles_of_data(data: &Value, config: &Config) -> (Vec<Profile>, Vec<Diagnostic>) {
    let file = SourcePath::root();
    let source = Source { file: &file, text: "", range: 0..0, format: Format::Yaml };
    let Value::Object(people) = data else {
        let found = Node::of_value(data);
        let message =
            format!("the data file of the authors holds {}, expected a map from ids to profiles", found.describe());
        return (Vec::new(), vec![Diagnostic::new(Code::DataFile, message)]);
    };
    let mut profiles = Vec::new();
    let mut diagnostics = Vec::new();
    for (id, value) in people {
        let entries = match Node::of_value(value) {
            Node::Map(entries) => entries,
            Node::Null => Vec::new(),
            Node::Text(name) => vec![("name".to_owned(), Node::Text(name))],
            other => {
                let message = format!("`{id}` of the authors' data file holds {}, expected a map", other.describe());
                diagnostics.push(Diagnostic::new(Code::DataFile, message));
                continue;
            }
        };
        let (profile, faults) = of_entries(Reader::new(Scope::Profile, &source, Vec::new(), &entries), id, config);
        profiles.push(profile);
        diagnostics.extend(faults.into_iter().map(|fault| {
            let message = format!("{}, for `{id}` in the authors' data file", fault.message);
            Diagnostic { message, place: None, related: Vec::new(), ..fault }
        }));
    }
    (profiles, diagnostics)
}

fn of_entries(mut reader: Reader<'_, '_>, id: &str, config: &Config) -> (Profile, Vec<Diagnostic>) {
    let inline = |text: String| markdown::inline(&text, &config.markdown);
    let mut profile = Profile { id: trim(id).to_owned(), ..Profile::default() };
    profile.name = reader.plain("name").map_or_else(|| title_of_name(id), |name| inline(name).text.as_ref().into());
    profile.role = reader.plain("role");
    profile.bio = reader.plain("bio").map(inline);
    if let Some(found) = reader.find("picture") {
        let place = reader.place(&found);
        profile.picture = meta::picture(&mut reader, "picture", &found, Some(place), config);
    }
    profile.links = links(&mut reader);
    profile.also = reader.texts("also").into_iter().map(|(text, _)| text).collect();
    profile.is_organization = reader.choice("kind") == Some("organization");
    profile.extra = reader.map("extra");
    let (unknown, faults) = reader.finish();
    for (name, node) in unknown {
        profile.extra.entry(name).or_insert_with(|| node.to_value());
    }
    (profile, faults)
}

/// Labels and addresses: of a map, or of a list of addresses, whose labels are their hosts, or of maps.
fn links(reader: &mut Reader<'_, '_>) -> Vec<(String, String)> {
    let Some(found) = reader.find("links") else { return Vec::new() };
    if let Some(entries) = found.node.entries() {
        let address = |(label, node): &(String, Node)| Some((trim(label).to_owned(), node.text()?.to_owned()));
        return entries.iter().filter_map(address).filter(|(_, address)| !address.is_empty()).collect();
    }
    reader.texts_of(&found).into_iter().map(|(address, _)| (host(&address).to_owned(), address)).collect()
}

/// The host of an address, without `www.`; the whole address where it has none.
pub(super) fn host(address: &str) -> &str {
    let host =
        address.split_once("://").map_or(address, |(_, rest)| rest).split(['/', '?', '#']).next().unwrap_or(address);
    host.strip_prefix("www.").unwrap_or(host)
}

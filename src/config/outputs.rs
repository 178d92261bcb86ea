//! Reading `outputs:`: which files templates make beside the pages of the site.

use super::Output;
use super::load::named;
use crate::diagnostic::Code;
use crate::keys::Reader;
use crate::path::{OutputPath, forbidden_character};

/// The outputs in the order of the file.
pub(super) fn read(reader: &mut Reader<'_, '_>) -> Vec<Output> {
    let mut outputs = Vec::new();
    for (name, found) in named(reader, "outputs") {
        let Some(template) = found.node.text().filter(|text| !text.trim().is_empty()) else {
            reader.wrong_type(&found, "the name of a template");
            continue;
        };
        match OutputPath::new(name).filter(|_| forbidden_character(name).is_none() && !name.ends_with('/')) {
            Some(path) if !path.as_str().starts_with(".byline") => {
                let place = reader.place(&found);
                outputs.push(Output { path, template: template.trim().to_owned(), place });
            }
            _ => {
                let message = format!("`{name}` of `outputs` is no path of a file in the output");
                let hint = "write it as `api/latest.json`, or `about/index.html` for the page `/about/`".to_owned();
                reader.fault_of_key(Code::InvalidValue, &found, message, Some(hint));
            }
        }
    }
    outputs
}

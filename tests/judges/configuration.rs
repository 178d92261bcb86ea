//! A `byline.yaml`: what is read of it, and where it is said to be wrong.

use byline::config::{Overrides, load};
use byline::path::SourcePath;
use byline::source::{Memory, Sources};

use super::judge_places;

/// Judges `bytes` as the configuration of a site.
pub fn judge(bytes: &[u8]) {
    let file = SourcePath::new("byline.yaml").expect("the name is a path");
    let text = String::from_utf8_lossy(bytes);
    let sources = Memory::new([("byline.yaml", text.as_ref())]);
    let written = sources.read(&file).expect("the file is there");
    for bytes in [bytes, &written] {
        let loaded = load(&file, Some(bytes), &Overrides::default());
        judge_places(&loaded.diagnostics, bytes, true);
        let config = &loaded.config;
        assert!(config.paginate >= 1 && !config.url.origin.is_empty(), "{config:?}");
        assert!(!config.url.path.ends_with('/'), "{:?}", config.url);
        assert!(config.taxonomies.iter().all(|taxonomy| !taxonomy.path.is_empty()), "{:?}", config.taxonomies);
        assert!(!loaded.origins.is_empty(), "nothing says where values come from");
    }
}

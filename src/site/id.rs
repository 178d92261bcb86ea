//! Permanent ids: what an article is called by feeds and structured data, whatever becomes of its address.

use uuid::Uuid;

use crate::article::Article;
use crate::config::Config;

/// Makes the ids of a site's articles: name-based UUIDs (RFC 9562, version 5) in a namespace of the site's own.
pub(super) struct Ids {
    namespace: Uuid,
}

impl Ids {
    /// The site's namespace is its `id`; without one it is made of its address, and changes with that.
    pub(super) fn new(config: &Config) -> Self {
        let address = format!("{}{}/", config.url.origin, config.url.path);
        let namespace = match &config.id {
            Some(id) => Uuid::parse_str(id).unwrap_or_else(|_| Uuid::new_v5(&Uuid::NAMESPACE_URL, id.as_bytes())),
            None => Uuid::new_v5(&Uuid::NAMESPACE_URL, address.as_bytes()),
        };
        Self { namespace }
    }

    /// The id of what has this name.
    fn named(&self, name: &str) -> Uuid {
        Uuid::new_v5(&self.namespace, name.as_bytes())
    }

    /// The id of an article: of its own `id`, else of its source path.
    pub(super) fn of(&self, article: &Article) -> Uuid {
        let name = article.meta.id.as_deref().unwrap_or(article.source.as_str());
        Uuid::new_v5(&self.namespace, name.as_bytes())
    }
}

/// The permanent id of a feed, by the name that it has for good.
pub fn feed_id(config: &Config, name: &str) -> Uuid {
    Ids::new(config).named(name)
}

//! What search engines and readers' programs would hold against rendered files: the rules of those who read them, asked of the bytes that they
//! are given.

use crate::diagnostic::Code;

mod feed;
mod page;

pub use feed::faults_of_feed;
pub use page::{Asked, faults_of_page};

/// Something that a reader's program would hold against a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Which rule it breaks.
    pub code: Code,
    /// What was found, and what was expected.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// What has to change.
    pub culprit: Culprit,
}

/// What has to change for a fault to go.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Culprit {
    /// The article: the value of the first of these keys that its front matter has, else the front matter as a whole.
    Article(&'static [&'static str]),
    /// The article with this address, in the same way.
    ArticleAt(String, &'static [&'static str]),
    /// The template that made the page.
    Template,
    /// The value of a key of the configuration.
    Configuration(&'static str),
}

//! byline: a static site generator for article collections.
//!
//! Data flows `source → article → site → plan → render → output`; each stage imports only
//! earlier ones. `build` sequences them and `cli` calls it. ARCHITECTURE.md tells the whole way.

pub mod article;
pub mod build;
pub mod cli;
pub mod config;
pub mod content_type;
pub mod diagnostic;
pub mod fingerprint;
pub mod import;
pub mod keys;
pub mod output;
pub mod path;
pub mod picture;
pub mod plan;
pub mod publish;
pub mod render;
pub mod rendered;
pub mod serve;
pub mod site;
pub mod source;
pub mod store;
pub mod theme;

//! Articles that are read for what the rest of the site asks of them, and parsed once more when they are shown.
//!
//! Colouring code takes most of the time of parsing, and the bodies most of the memory; a preview shows a few of them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::article::{self, Article, Bodies, Body, Document, Kept, Parsed};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Print;
use crate::path::SourcePath;
use crate::store::{Pack, Record};

use super::sources::lost;

/// The files of articles as they were read.
pub(super) struct Unparsed {
    files: Pack,
    /// Which versions of which articles are among them.
    kept: Mutex<HashSet<(SourcePath, Kept)>>,
    configs: RwLock<Configs>,
}

/// How documents are read.
#[derive(Clone)]
struct Configs {
    /// Without colours for code.
    plain: Arc<Config>,
    whole: Arc<Config>,
}

impl Configs {
    fn of(config: &Config) -> Self {
        let mut plain = config.clone();
        plain.markdown.highlight = false;
        Self { plain: Arc::new(plain), whole: Arc::new(config.clone()) }
    }
}

impl Unparsed {
    /// None yet, in a file that goes with the program.
    ///
    /// # Errors
    /// Where that cannot be made.
    pub(super) fn new(config: &Config) -> io::Result<Self> {
        Ok(Self { files: Pack::temporary()?, kept: Mutex::default(), configs: RwLock::new(Configs::of(config)) })
    }

    /// Documents are read by another configuration.
    pub(super) fn configure(&self, config: &Config) {
        *self.configs.write().unwrap_or_else(PoisonError::into_inner) = Configs::of(config);
    }

    fn configs(&self) -> Configs {
        self.configs.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Parses a document: of an article what the rest of the site asks of it, any other whole. `imprint` is its fingerprint.
    pub(super) fn parse(&self, source: &SourcePath, bytes: &[u8], imprint: Print) -> Parsed {
        let Configs { plain, whole } = self.configs();
        let mut parsed = article::parse(source, bytes, &plain);
        let kept = match &parsed.document {
            None => return parsed,
            Some(Document::Article(_)) => self.keep(source, bytes).ok(),
            Some(_) => None,
        };
        if kept.is_none() {
            parsed = article::parse(source, bytes, &whole);
        }
        parsed.imprint(imprint);
        if let Some(kept) = kept {
            parsed.split();
            parsed.keep(kept);
        }
        parsed
    }

    fn keep(&self, source: &SourcePath, bytes: &[u8]) -> io::Result<Kept> {
        let Record { length, sum, .. } = Record::of(bytes, 0);
        let kept = Kept { at: self.files.add(bytes)?, length, sum };
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert((source.clone(), kept));
        Ok(kept)
    }

    /// Where bodies are read from: those of the articles that are not here from `others`.
    pub(super) fn bodies(self: &Arc<Self>, others: impl Bodies + 'static) -> impl Bodies + 'static {
        Reparsed { unparsed: Arc::clone(self), others }
    }
}

/// Parses articles when they are shown.
struct Reparsed<B> {
    unparsed: Arc<Unparsed>,
    others: B,
}

impl<B: Bodies> Bodies for Reparsed<B> {
    fn shown<'b>(&self, article: &'b Article) -> Result<Cow<'b, Body>, Diagnostic> {
        let is_here = |kept: Kept| {
            let all = self.unparsed.kept.lock().unwrap_or_else(PoisonError::into_inner);
            all.contains(&(article.source.clone(), kept))
        };
        let Some(Kept { at, length, sum }) = article.body.kept.filter(|kept| is_here(*kept)) else {
            return self.others.shown(article);
        };
        let bytes = self.unparsed.files.get(Record { at, length, sum }).map_err(|_| lost(article))?;
        match article::parse(&article.source, &bytes, &self.unparsed.configs().whole).document {
            Some(Document::Article(again)) => Ok(Cow::Owned(Arc::unwrap_or_clone(again).body)),
            _ => Err(lost(article)),
        }
    }
}

//! Text that was published elsewhere, read back into an article: the text of a page in, front matter and body out.
//!
//! Nothing here touches a file. Every line of what is read ends in the article, in an author's profile, among what was
//! left out, or in a doubt: none disappears without a word.

use crate::article::Moment;
use crate::config::{DateOrder, TimeZone};

mod agency;
mod body;
mod dateline;
mod furniture;
mod headline;
mod lines;
mod markdown;
mod notes;
mod page;
mod part;
mod people;
mod stamp;

pub use markdown::{article, profile, quoted};
pub use page::read;

/// What reading depends on beside the text.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The zone of times that name none.
    pub timezone: TimeZone,
    /// How dates such as 03/04/2023 are read.
    pub date_order: Option<DateOrder>,
}

/// Someone who made an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The role; `None` for those who wrote it.
    pub role: Option<&'static str>,
}

/// What a page says of one of its authors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Biography {
    /// The author's name.
    pub name: String,
    /// What is said.
    pub bio: String,
    /// The line where that begins.
    pub line: usize,
}

/// Something that was wrong in the article and was put right.
#[derive(Clone, Debug)]
pub struct Amendment {
    /// The day, where the text names one.
    pub date: Option<Moment>,
    /// What was wrong, and what is right.
    pub text: String,
}

/// A piece of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A paragraph.
    Paragraph(String),
    /// A heading between paragraphs.
    Heading(String),
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The line, from 1; 0 for the text as a whole.
    pub line: usize,
    /// What stands there.
    pub text: String,
    /// Of what was found, the field; of what was left out, what it is; of a doubt, what is not certain.
    pub what: String,
}

impl Remark {
    fn new(line: usize, text: &str, what: impl Into<String>) -> Self {
        Self { line, text: text.to_owned(), what: what.into() }
    }
}

/// An article that was read from a text.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// The headline.
    pub title: String,
    /// The label over the headline.
    pub kicker: Option<String>,
    /// The dek.
    pub description: Option<String>,
    /// When it was published.
    pub date: Option<Moment>,
    /// When it was changed.
    pub updated: Option<Moment>,
    /// Who made it.
    pub authors: Vec<Person>,
    /// The byline as it is written, where it says more than names.
    pub byline: Option<String>,
    /// Where and when it was filed.
    pub dateline: Option<String>,
    /// The agency or paper that supplied it.
    pub source: Option<String>,
    /// Who reported, wrote and edited it, as agencies say it below the text.
    pub credit: Option<String>,
    /// What was put right.
    pub corrections: Vec<Amendment>,
    /// What it is about.
    pub topics: Vec<String>,
    /// The text.
    pub body: Vec<Piece>,
    /// What is said of the authors.
    pub biographies: Vec<Biography>,
    /// Which line became which field.
    pub found: Vec<Remark>,
    /// What is no part of the article.
    pub left_out: Vec<Remark>,
    /// What is not certain.
    pub doubts: Vec<Remark>,
}

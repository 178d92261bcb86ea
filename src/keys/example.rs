//! The small site on which every key of the table shows what it does.

/// The small sites that show what a key does: [`BASE_SITE`] with some files replaced or added.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// What differs, in one sentence.
    pub difference: &'static str,
    /// The files of the site with the key: path and text.
    pub with: &'static [(&'static str, &'static str)],
    /// The files of the site without it.
    pub without: &'static [(&'static str, &'static str)],
}

/// The site on which examples stand: path and text of its files.
pub const BASE_SITE: &[(&str, &str)] = &[
    ("byline.yaml", config!("")),
    ("content/news/_index.md", section!("")),
    ("content/news/first.md", first!("")),
    (
        "content/news/second.md",
        "---\ntitle: Second\ndate: 2024-02-02\nauthors: [ada]\ntopics: [tools]\n---\nThe second body.\n",
    ),
    ("content/news/third.md", "---\ntitle: Third\ndate: 2024-03-03\nauthors: [grace]\n---\nThe third body.\n"),
    ("content/culture/fourth.md", "---\ntitle: Fourth\ndate: 2024-04-04\n---\nThe fourth body.\n"),
    ("content/authors/ada.md", profile!("")),
    ("content/news/map.svg", PICTURE),
    ("static/logo.svg", PICTURE),
];

/// A picture as text.
const PICTURE: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"4\"><path d=\"M0 0h8v4z\"/></svg>\n";

//! What `byline explain` adds to the table of faults: a small site that provokes each, and the mend.

use super::Code;

/// How a fault is provoked and mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What to do about it, in one sentence.
    pub mend: &'static str,
    /// A site that has it: path and text of its files.
    pub files: &'static [(&'static str, &'static str)],
    /// The arguments of the run that reports it.
    pub run: &'static [&'static str],
    /// Whether the files are written in Latin-1 instead of UTF-8.
    pub is_latin_1: bool,
}

impl Explanation {
    /// The bytes of a file of the example.
    pub fn bytes(&self, text: &str) -> Vec<u8> {
        let latin = |character: char| u8::try_from(u32::from(character)).unwrap_or(b'?');
        if self.is_latin_1 { text.chars().map(latin).collect() } else { text.as_bytes().to_vec() }
    }
}

/// An example that a plain build shows.
const fn built(mend: &'static str, files: &'static [(&'static str, &'static str)]) -> Explanation {
    Explanation { mend, files, run: &["build"], is_latin_1: false }
}

/// An example that is found in what was rendered.
const fn rendered(mend: &'static str, files: &'static [(&'static str, &'static str)]) -> Explanation {
    Explanation { mend, files, run: &["check", "--rendered"], is_latin_1: false }
}

/// An article with these lines of front matter.
macro_rules! article {
    ($front:expr) => {
        article!($front, "The text.\n")
    };
    ($front:expr, $body:expr) => {
        concat!("---\ntitle: Harbour plan\n", $front, "---\n", $body)
    };
}

/// An article with these lines of front matter, and a title of which nobody complains.
macro_rules! shown {
    ($front:expr) => {
        concat!("---\ntitle: The harbour plan is put to a vote\n", $front, "---\nThe text.\n")
    };
}

/// A configuration of which no reader's program complains.
const FOUND: (&str, &str) = ("byline.yaml", "title: The Herald\nurl: https://herald.example\nlanguage: en-GB\n");
/// A picture.
const PICTURE: (&str, &str) = ("content/news/harbour.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n");

/// Sixteen times the same.
macro_rules! sixteen {
    ($text:expr) => {
        concat!(
            $text, $text, $text, $text, $text, $text, $text, $text, $text, $text, $text, $text, $text, $text, $text,
            $text
        )
    };
}

impl Code {
    /// How the fault is provoked and mended.
    pub fn explanation(self) -> Explanation {
        match self {
            Code::UnreadableFile => built(
                "Give byline the right to read the file, and see that a file stands where one is expected.",
                &[("byline.yaml/notes.txt", "A folder of this name cannot be read as the configuration.\n")],
            ),
            Code::NotUtf8 => Explanation {
                is_latin_1: true,
                ..built(
                    "Save the file as UTF-8: `iconv -f WINDOWS-1252 -t UTF-8` turns an older file into one.",
                    &[("content/news/a.md", article!("", "The café by the harbour.\n"))],
                )
            },
            Code::FrontMatter => built(
                "Put values that hold a colon, or begin with a sign such as `[` or `@`, in quotes, and end the front matter with the line that it began with.",
                &[("content/news/a.md", "---\ntitle: Harbour: the plan\n---\nThe text.\n")],
            ),
            Code::WrongType => built(
                "Write a value of the type that the message expects, or give the key another name, which is then kept for templates.",
                &[("content/news/a.md", article!("draft: perhaps\n"))],
            ),
            Code::InvalidValue => built(
                "Write one of the values that the message or the reference of keys names.",
                &[
                    ("byline.yaml", "title: The Herald\ntimezone: Atlantis/Harbour\n"),
                    ("content/news/a.md", article!("")),
                ],
            ),
            Code::InvalidDate => built(
                "Write a date that exists, best as `2026-12-01` or `2026-12-01T09:00:00-05:00`.",
                &[("content/news/a.md", article!("date: 2026-02-30\n"))],
            ),
            Code::AmbiguousDate => built(
                "Set `date_order: dmy` or `date_order: mdy` in `byline.yaml`, or write the date as `2023-04-03`.",
                &[("content/news/a.md", article!("date: 03/04/2023\n"))],
            ),
            Code::RepeatedKey => {
                built("Take out all but one of them.", &[("content/news/a.md", article!("weight: 1\nweight: 2\n"))])
            }
            Code::UnknownKey => built(
                "Correct the name; values of your own belong under `extra`.",
                &[("byline.yaml", "titel: The Herald\n"), ("content/news/a.md", article!(""))],
            ),
            Code::NearMissKey => built(
                "Correct the name; where the key is meant as it is, silence this with `near-miss-key: off` under `checks`.",
                &[("content/news/a.md", article!("desciption: The plan in short\n"))],
            ),
            Code::ProseKey => built(
                "Put the text in quotes, or set it behind `>` with every line of it indented.",
                &[(
                    "content/news/a.md",
                    article!(
                        "excerpt: The quay was dark.\n\nOn the second day of the storm everybody knew: it was over.\n"
                    ),
                )],
            ),
            Code::Config => built(
                "Mend the YAML at the place that the message names; of values that contradict each other, change one.",
                &[("byline.yaml", "title: [The Herald\n"), ("content/news/a.md", article!(""))],
            ),
            Code::DuplicateUrl => built(
                "Give one of the two another `slug` or `permalink`, or take it out.",
                &[
                    ("content/news/a.md", article!("permalink: /plan/\n")),
                    ("content/news/b.md", article!("permalink: /plan/\n")),
                ],
            ),
            Code::RedirectShadowed => built(
                "Take the alias out, or give the page that stands there another address.",
                &[("content/news/a.md", article!("")), ("content/news/b.md", article!("aliases: [/news/a/]\n"))],
            ),
            Code::RedirectLoop => built(
                "Let one of the redirects lead to a page, or take it out.",
                &[
                    (
                        "byline.yaml",
                        "title: The Herald\nredirects:\n  - {from: /plan/, to: /harbour/}\n  - {from: /harbour/, to: /plan/}\n",
                    ),
                    ("content/news/a.md", article!("")),
                ],
            ),
            Code::InvalidName => {
                built("Set a `slug` or `permalink`, or rename the file.", &[("content/news/aux.md", article!(""))])
            }
            Code::DeadLink => built(
                "Correct the link, or take it out; the hint names the nearest address that there is.",
                &[("content/news/a.md", article!("", "It is part of [the budget](budget.md).\n"))],
            ),
            Code::DeadAnchor => built(
                "Correct what stands behind `#`, or give the heading that is meant the id: `## Costs {#costs}`.",
                &[("content/news/a.md", article!("", "See [the costs](#costs).\n"))],
            ),
            Code::MissingPicture => built(
                "Correct the path, or put the picture where the path says.",
                &[("content/news/a.md", article!("", "![The harbour at dawn](harbour.jpg)\n"))],
            ),
            Code::PicturePosition => Explanation {
                is_latin_1: true,
                ..built(
                    "Convert the picture to JPEG, PNG, WebP or AVIF, from which byline removes the position, or remove it from the file itself with a program such as exiftool.",
                    &[
                        // A TIFF with one list of tags, whose one tag leads to another list, with a latitude.
                        (
                            "content/news/harbour.tif",
                            concat!(
                                "MM\0*\0\0\0\u{8}\0\u{1}\u{88}%\0\u{4}\0\0\0\u{1}\0\0\0\u{1a}\0\0\0\0",
                                "\0\u{1}\0\u{2}\0\u{5}\0\0\0\u{1}\0\0\0,\0\0\0\0\0\0\0-\0\0\0\u{1}"
                            ),
                        ),
                        ("content/news/a.md", article!("")),
                    ],
                )
            },
            Code::LinkToDraft => built(
                "Publish the article, or take the link out until then.",
                &[
                    ("content/news/a.md", article!("", "See [the budget](b.md).\n")),
                    ("content/news/b.md", article!("draft: true\n")),
                ],
            ),
            Code::MissingAlt => built(
                "Say what the picture shows, `![The harbour at dawn](harbour.svg)`; for one that only adorns, write `alt=\"\"` in HTML.",
                &[
                    ("byline.yaml", "title: The Herald\nchecks: {missing-alt: warn}\n"),
                    ("content/news/a.md", article!("", "![](harbour.svg)\n")),
                    ("content/news/harbour.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"),
                ],
            ),
            Code::SecurityExpired => built(
                "See that the addresses are still right, and set `expires` to a date within a year.",
                &[
                    (
                        "byline.yaml",
                        "title: The Herald\nsecurity: {contact: 'mailto:desk@herald.example', expires: 2020-01-01}\n",
                    ),
                    ("content/news/a.md", article!("")),
                ],
            ),
            Code::MissingDescription => built(
                "Write a `description`, the sentence under the headline.",
                &[
                    ("byline.yaml", "title: The Herald\nchecks: {missing-description: warn}\n"),
                    ("content/news/a.md", article!("")),
                ],
            ),
            Code::SearchHeadline => rendered(
                "Write a shorter `title`, and begin the headings of the body with `##`.",
                &[
                    FOUND,
                    PICTURE,
                    (
                        "content/news/a.md",
                        "---\ntitle: The harbour plan is put to a vote\ndate: 2020-01-01\nauthors: [Anna Sze]\nimage: harbour.svg\n---\n<h1>Again</h1>\n",
                    ),
                ],
            ),
            Code::SearchAuthor => rendered(
                "Name each author as an item of `authors`, and what they do as `role` in their profile.",
                &[
                    FOUND,
                    PICTURE,
                    ("content/news/a.md", shown!("date: 2020-01-01\nauthors: [By Anna Sze]\nimage: harbour.svg\n")),
                ],
            ),
            Code::SearchDate => rendered(
                "Write a `date`, with its time where the site is announced to news search.",
                &[FOUND, PICTURE, ("content/news/a.md", shown!("authors: [Anna Sze]\nimage: harbour.svg\n"))],
            ),
            Code::SearchPicture => rendered(
                "Write an `image` of at least 1,200 pixels in width, as JPEG, PNG, WebP or AVIF.",
                &[FOUND, ("content/news/a.md", shown!("date: 2020-01-01\nauthors: [Anna Sze]\n"))],
            ),
            Code::SearchMarkup => rendered(
                "Print `{{ page.head }}` in the head of the template, and one title, one `<h1>` and one canonical address.",
                &[
                    FOUND,
                    PICTURE,
                    (
                        "templates/article.html",
                        "<html lang=\"en\"><title>{{ page.title }}</title><h1>{{ article.title }}</h1>\n",
                    ),
                    ("content/news/a.md", shown!("date: 2020-01-01\nauthors: [Anna Sze]\nimage: harbour.svg\n")),
                ],
            ),
            Code::FeedFormat => rendered(
                "Mend the front matter that the report names.",
                &[
                    FOUND,
                    PICTURE,
                    (
                        "content/news/a.md",
                        shown!(
                            "date: 2020-01-01\nauthors: [Anna Sze]\nimage: harbour.svg\naudio: {src: 'https://sound.example/a.mp3'}\n"
                        ),
                    ),
                ],
            ),
            Code::AppleNews => rendered(
                "Write `language` with its country, an address with `https`, and titles of 15 to 60 characters; silence it where the site is not at Apple News.",
                &[
                    ("byline.yaml", "title: The Herald\nurl: https://herald.example\nlanguage: en\n"),
                    PICTURE,
                    ("content/news/a.md", shown!("date: 2020-01-01\nauthors: [Anna Sze]\nimage: harbour.svg\n")),
                ],
            ),
            Code::ForeignTag => built(
                "Replace the tag by Markdown or by a shortcode, or set it as code where it is meant to be seen.",
                &[("content/news/a.md", article!("", "{% include map.html %}\n"))],
            ),
            Code::ForeignTemplate => built(
                "Write an article instead, or a template in `templates/`; what shall be published as it is belongs in `static/`.",
                &[("content/news/list.html", "---\nlayout: default\n---\n<ul>{{ content }}</ul>\n")],
            ),
            Code::UnknownShortcode => built(
                "Correct the name, or write a component of this name in `templates/components/` of the site.",
                &[("content/news/a.md", article!("", "{{<picture_of name=\"harbour\"/>}}\n"))],
            ),
            Code::ShortcodeSyntax => built(
                "Write `{{<name key=\"value\"/>}}`, or with a body `{% <name key=\"value\"> %}…{% </name> %}`.",
                &[("content/news/a.md", article!("", "{% <note> %}\nIt is never closed.\n"))],
            ),
            Code::ShortcodeArgument => built(
                "Name the arguments as the component does, give each what it holds, and a body where it needs one.",
                &[("content/news/a.md", article!("", "{{<youtube video=\"dQw4w9WgXcQ\"/>}}\n"))],
            ),
            Code::DeepNesting => built(
                "Close the elements that were opened before, or nest quotes and lists less deep.",
                &[("content/news/a.md", article!("", concat!(sixteen!(sixteen!(">")), ">>>> deep\n")))],
            ),
            Code::MathSyntax => built(
                "Mend the formula, or write `\\$` where a dollar sign is meant.",
                &[("content/news/a.md", article!("", "$$\\frac{1}{$$\n"))],
            ),
            Code::UnknownSection => built(
                "Name a section by its folder below the content, or make that folder.",
                &[("content/news/a.md", article!("section: sports\n"))],
            ),
            Code::UnknownArticle => built(
                "Name an article that is published by its path below the content, `news/a.md`, or by its id.",
                &[
                    ("content/news/_index.md", "---\ntitle: News\nlead: budget.md\n---\n"),
                    ("content/news/a.md", article!("")),
                ],
            ),
            Code::AuthorSplit => built(
                "Write the authors as a list, whose items are never split, or add the whole to `also` of a profile.",
                &[
                    ("content/authors/ada.md", "---\nname: Ada Byron\n---\n"),
                    ("content/news/a.md", article!("author: Ada Byron and Charles Babbage\n")),
                ],
            ),
            Code::SimilarTerms => built(
                "Write the terms alike where they are one; where they are two, silence this with `similar-terms: off` under `checks`.",
                &[
                    ("content/news/a.md", article!("topics: [Résumé]\n")),
                    ("content/news/b.md", article!("topics: [Resume]\n")),
                ],
            ),
            Code::TermSlug => built(
                "Write the terms alike where they are one; where they are two, leave the address as it is, which stays, or rename one of them.",
                &[("content/news/a.md", article!("topics: [C, C++]\n"))],
            ),
            Code::UnknownTheme => built(
                "Correct the name, or put the theme in `themes/` of the site; `byline theme list` shows those that there are.",
                &[("byline.yaml", "title: The Herald\ntheme: broadside\n"), ("content/news/a.md", article!(""))],
            ),
            Code::UnknownTemplate => built(
                "Correct the name, or write the template in `templates/` of the site; `byline theme show` lists those of the theme.",
                &[("content/news/a.md", article!("template: essay\n"))],
            ),
            Code::Template => built(
                "Mend the template at the place that the message names.",
                &[
                    ("byline.yaml", "title: The Herald\n"),
                    ("content/news/a.md", article!("")),
                    ("templates/404.html", "<p>{% if page %}Not found</p>\n"),
                ],
            ),
            Code::UnknownName => built(
                "Correct the name; the handbook's reference of templates lists those that there are.",
                &[
                    ("byline.yaml", "title: The Herald\n"),
                    ("content/news/a.md", article!("")),
                    ("templates/404.html", "<p>{{ sight.title }}</p>\n"),
                ],
            ),
            Code::EjectedChanged => built(
                "See with `byline theme diff` what differs, take over what is of use, and let the first line say what the hint says.",
                &[
                    ("byline.yaml", "title: The Herald\n"),
                    ("content/news/a.md", article!("")),
                    (
                        "templates/body_end.html",
                        "{# byline: from broadsheet/body_end.html, theme 0.9, 0123456789ab -#}\n<p>Set in Ghent.</p>\n",
                    ),
                ],
            ),
            Code::LowContrast => built(
                "Take a darker colour on a light ground, a lighter one on a dark ground; the message names one that is enough.",
                &[
                    ("byline.yaml", "title: The Herald\ntheme:\n  accent: \"#ff6666\"\n"),
                    ("content/news/a.md", article!("")),
                ],
            ),
            Code::Stylesheet => built(
                "Mend the style sheet; the message says what was found.",
                &[
                    ("byline.yaml", "title: The Herald\n"),
                    ("content/news/a.md", article!("")),
                    ("assets/own.css", "} p { color: red }\n"),
                ],
            ),
            Code::DataFile => built(
                "Mend the file at the line that the message names.",
                &[("content/news/a.md", article!("")), ("data/prices.json", "{\"bread\": }\n")],
            ),
            Code::ForeignOutput => built(
                "Move the file away, name another folder with `--output`, or take the file over with `--adopt`.",
                &[("content/news/a.md", article!("")), ("public/index.html", "<p>Written by hand.</p>\n")],
            ),
            Code::Output => built(
                "Name a folder with `--output` that can be written and is the output's alone.",
                &[("content/news/a.md", article!("")), ("public", "A file of this name is in the way.\n")],
            ),
            Code::Publish => Explanation {
                run: &["publish", "--dry-run"],
                ..built(
                    "The message says what is missing or in the way; nothing was deleted.",
                    &[
                        ("byline.yaml", "title: The Herald\npublish: {live: {to: 'file:///srv/www/herald'}}\n"),
                        ("content/news/a.md", article!("")),
                    ],
                )
            },
            Code::LostAddress => Explanation {
                run: &["check", "--against", "addresses.txt"],
                ..built(
                    "Lead the address on with `aliases:` of an article or with `redirects:`, or declare it gone there with `status: 410`.",
                    &[("content/news/a.md", article!("")), ("addresses.txt", "/news/a/\n/news/old-name/\n")],
                )
            },
            Code::Baseline => Explanation {
                run: &["build", "--baseline", "known.jsonl"],
                ..built(
                    "Write the list anew with `byline check --write-baseline FILE`.",
                    &[("content/news/a.md", article!("")), ("known.jsonl", "a dead link in the news\n")],
                )
            },
            Code::ImportDoubt => Explanation {
                run: &["import", "text", "page.txt"],
                ..built(
                    "Look at the line in the text, and put right in the article what was taken for something else.",
                    &[(
                        "page.txt",
                        "Harbour wall to rise by a metre\nBy Ann Poe\nUpdated 15 September 2023\nThe wall on the harbour will be a metre higher by the spring.\n",
                    )],
                )
            },
            Code::ImportEmpty => Explanation {
                run: &["import", "text", "page.txt"],
                ..built(
                    "Copy the page once more, and see that the text of the article is in the file.",
                    &[("page.txt", "Share\nAdvertisement\n")],
                )
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::CODES;
    use super::*;

    #[test]
    fn every_mend_is_a_sentence_and_every_example_has_files_and_a_run() {
        for code in CODES {
            let explanation = code.explanation();
            assert!(explanation.mend.ends_with('.'), "{code:?}");
            assert!(explanation.mend.starts_with(char::is_uppercase), "{code:?}");
            assert!(!explanation.files.is_empty() && !explanation.run.is_empty(), "{code:?}");
        }
    }

    #[test]
    fn latin_1_has_one_byte_for_each_character() {
        let explanation = Code::NotUtf8.explanation();
        assert_eq!(explanation.bytes("é!"), [0xe9, b'!']);
        assert_eq!(Code::DeadLink.explanation().bytes("é"), "é".as_bytes());
    }
}

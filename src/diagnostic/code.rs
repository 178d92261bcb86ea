//! The table of faults: each with a stable name and the severity it has unless `checks:` says otherwise.

use super::Severity;

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $meaning:literal;)*) => {
        /// A fault that byline reports.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        /// Every fault there is, in the order of the handbook.
        pub const CODES: &[Code] = &[$(Code::$variant,)*];

        impl Code {
            /// The stable name, as `checks:` and reports have it.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// The severity it has unless `checks:` says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// What it means, in one sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    UnreadableFile "unreadable-file" Error "A file of the site cannot be read.";
    NotUtf8 "not-utf-8" Error "A text file is not encoded as UTF-8.";
    FrontMatter "front-matter" Error "The front matter does not parse.";
    WrongType "wrong-type" Error "A known key holds a value of another type.";
    InvalidValue "invalid-value" Error "A known key holds a value that it cannot have.";
    InvalidDate "invalid-date" Error "A date does not exist or is not in a form that byline reads.";
    AmbiguousDate "ambiguous-date" Error "A date such as 03/04/2023 may be read in two ways, and `date_order` is not set.";
    RepeatedKey "repeated-key" Warning "A key stands more than once; the last one wins.";
    UnknownKey "unknown-key" Error "A key of the configuration, or of a map inside front matter, is not known.";
    NearMissKey "near-miss-key" Warning "A key of the front matter is not known but looks like one that is.";
    ProseKey "prose-key" Warning "A line of prose in the front matter was read as a key, since it holds a colon.";
    Config "config" Error "The configuration does not parse or does not fit together.";
    DuplicateUrl "duplicate-url" Error "Two pages or files would have the same address.";
    RedirectShadowed "redirect-shadowed" Error "A redirect has the address of a page or file.";
    RedirectLoop "redirect-loop" Error "Redirects lead back to where they began, or never end.";
    InvalidName "invalid-name" Warning "An address cannot be a file name on one of the systems that byline supports; on all of them, it is an error.";
    DeadLink "dead-link" Warning "A link leads to no page or file of the site.";
    DeadAnchor "dead-anchor" Warning "A link leads to a part of a page that is not there.";
    MissingPicture "missing-picture" Warning "A picture is not among the files of the site.";
    PicturePosition "picture-position" Error "A picture says where it was taken, or may do so, in a format from which that is not removed.";
    LinkToDraft "link-to-draft" Warning "A link leads to an article that is not published.";
    LostAddress "lost-address" Error "An address that the site is known to have had answers no more (found by `check --against`).";
    MissingAlt "missing-alt" Warning "A picture has no alternative text.";
    SecurityExpired "security-expired" Warning "The date of `security.txt` is over.";
    MissingDescription "missing-description" Warning "An article has no description.";
    SearchHeadline "search-headline" Warning "A headline is longer than search engines show, or a page has several (found by `check --rendered`).";
    SearchAuthor "search-author" Warning "Search engines are told no author of an article, or more than a name (found by `check --rendered`).";
    SearchDate "search-date" Warning "Search engines are told no date of an article, or one that readers do not see or that is still to come (found by `check --rendered`).";
    SearchPicture "search-picture" Warning "An article has no lead picture, or one that search engines do not show (found by `check --rendered`).";
    SearchMarkup "search-markup" Warning "A template leaves out of a page what programs look for in it (found by `check --rendered`).";
    FeedFormat "feed-format" Warning "A feed breaks a rule of its format (found by `check --rendered`).";
    AppleNews "apple-news" Warning "A feed breaks one of Apple's rules for news (found by `check --rendered`).";
    ForeignTag "foreign-tag" Warning "A tag of another generator stands in a body; it comes out as written.";
    ForeignTemplate "foreign-template" Warning "A file of the content begins with front matter and is no Markdown: a template of another generator, which is not published.";
    UnknownShortcode "unknown-shortcode" Error "A shortcode has the name of no component.";
    ShortcodeSyntax "shortcode-syntax" Error "A shortcode's call does not parse.";
    ShortcodeArgument "shortcode-argument" Error "A shortcode's call has an argument or a body that its component does not take, or lacks one that it needs.";
    DeepNesting "deep-nesting" Error "Markup is nested deeper than 256 elements.";
    MathSyntax "math-syntax" Warning "A formula does not parse; it comes out as written.";
    UnknownSection "unknown-section" Error "A named section does not exist.";
    UnknownArticle "unknown-article" Error "A named article does not exist.";
    AuthorSplit "author-split" Warning "A line of authors was split into names of which one has no profile.";
    SimilarTerms "similar-terms" Warning "Two terms differ in accents only; they have pages of their own.";
    TermSlug "term-slug" Warning "A term would have the address of another, or none; it has got a suffix that stays.";
    UnknownTheme "unknown-theme" Error "The named theme does not exist.";
    UnknownTemplate "unknown-template" Error "A named template does not exist.";
    Template "template" Error "A template does not parse, or fails while a page is rendered.";
    UnknownName "unknown-name" Error "A template uses a variable, filter, test, function or component that does not exist.";
    EjectedChanged "ejected-changed" Warning "The original of an ejected file of the theme has changed since.";
    LowContrast "low-contrast" Warning "A colour of text that the site gives its theme stands out too little from its ground.";
    Stylesheet "stylesheet" Error "A stylesheet of the theme does not parse.";
    DataFile "data-file" Error "A data file is missing or does not parse.";
    ForeignOutput "foreign-output" Error "The output folder holds a file that byline did not write where a page must go.";
    Output "output" Error "The output folder cannot be written.";
    Publish "publish" Error "A site cannot be published, or not as it is.";
    Baseline "baseline" Error "The list of known faults is missing or does not parse.";
    ImportDoubt "import-doubt" Warning "A line of an imported text was left out, or taken as a part of the article, without certainty.";
    ImportEmpty "import-empty" Error "A text to be imported holds no article.";
}

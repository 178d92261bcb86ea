//! What stands below an article, and beside its pictures: credits, corrections, topics, captions.

use super::lines::key;
use super::people::is_name;
use super::stamp::begins_as_month;

/// The beginnings of what agencies say of their people.
const CREDITS: &[&str] = &[
    "reporting by",
    "reporting and writing by",
    "writing by",
    "editing by",
    "additional reporting by",
    "reporting and editing by",
    "compiled by",
    "written by",
    "additional writing by",
    "with reporting by",
    "with additional reporting by",
    "reported by",
    "with files from",
    "with inputs from",
    "with input from",
];

/// The labels of corrections.
const CORRECTIONS: &[&str] =
    &["correction", "corrections", "clarification", "correction and clarification", "corrections and clarifications"];

/// What a sentence that tells of a correction holds.
const AMENDMENTS: &[&str] = &[
    "this article was amended",
    "this story was amended",
    "this article has been amended",
    "this article has been corrected",
    "this story has been corrected",
    "this article was corrected",
    "this story was corrected",
    "this story has been updated to correct",
    "this article has been updated to correct",
    "this piece was amended",
    "this report has been corrected",
];

/// The beginnings of captions and credits of pictures.
const CAPTIONS: &[&str] = &[
    "file photo",
    "file picture",
    "photo",
    "image",
    "picture",
    "photograph",
    "image source",
    "image caption",
    "image credit",
    "photo credit",
    "caption",
    "photo by",
    "photo courtesy",
    "(photo",
    "photo illustration",
    "pictured",
    "source photo",
];

/// Agencies of pictures.
const PICTURES: &[&str] = &[
    "getty images",
    "(photo courtesy",
    "(image:",
    "(photo:",
    "credit...",
    "ap photo",
    "reuters/",
    "afp via",
    "shutterstock",
    "/photo:",
    "via reuters",
    "via ap",
    "alamy",
    "handout via",
    "(photo by",
    "unsplash",
    "/afp",
];

/// Heads and labels of lists of topics.
const TOPICS: &[&str] = &[
    "related topics",
    "see more on",
    "suggested topics",
    "topics",
    "tags",
    "tag",
    "topic",
    "more on these topics",
    "more about",
    "filed under",
    "explore more on these topics",
    "categories",
    "category",
    "keywords",
    "in this article",
    "read more on these topics",
    "more on",
];

/// The people of an agency's article: "(Reporting by Ann Poe; Editing by Bob Roe)".
pub(super) fn credit(text: &str) -> Option<String> {
    let bare = text.trim_matches(['(', ')', '[', ']']).trim();
    let lower = bare.to_lowercase();
    let begins = CREDITS.iter().any(|start| lower.strip_prefix(start).is_some_and(|rest| rest.starts_with([' ', ':'])));
    let is_bracketed = text.starts_with(['(', '[']);
    // "Written by" and "reported by" without brackets are bylines.
    let is_byline = !is_bracketed && (lower.starts_with("written by") || lower.starts_with("reported by"));
    let contributes = (lower.contains("contributed to this report")
        || lower.contains("contributed reporting")
        || lower.contains("first appeared in")
        || lower.contains("originally appeared in")
        || lower.contains(" reported from ")
            && text.starts_with(char::is_uppercase)
            && bare.split_whitespace().count() <= 16
        || lower.starts_with("this article was originally published"))
        && bare.split_whitespace().count() <= 40;
    ((begins && !is_byline) || contributes).then(|| bare.to_owned())
}

/// A paragraph without the credit in brackets at its end, and the credit.
pub(super) fn credit_at_end(text: &str) -> Option<(&str, String)> {
    let inner = text.strip_suffix(')')?;
    let (before, last) = inner.rsplit_once(" (")?;
    Some((before.trim(), credit(&format!("({last})"))?)).filter(|(before, _)| !before.is_empty())
}

/// What was wrong and is right: the text of a correction without its label.
pub(super) fn correction(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['•', '*', '-', '–', ' ']);
    if let Some((label, rest)) = text.split_once(':') {
        let key = key(label);
        let is_label = label.split_whitespace().count() <= 6 && CORRECTIONS.contains(&bare_label(&key));
        if is_label && !rest.trim().is_empty() {
            // A day in the label stays with the text: "Correction, Sept. 16, 2023: …".
            return Some(if key.split(' ').count() > 1 && key.chars().any(|one| one.is_ascii_digit()) {
                text
            } else {
                rest.trim()
            });
        }
        let is_note = matches!(key.as_str(), "editor s note" | "editors note" | "note" | "update");
        if is_note && is_amendment(rest) {
            return Some(rest.trim());
        }
    }
    is_amendment(text).then_some(text)
}

/// A label without the day behind it: "correction" of "correction sept 16 2023".
fn bare_label(key: &str) -> &str {
    let is_of_day = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_digit()) || word.starts_with("on") || begins_as_month(word)
    };
    let mut bare = key;
    while let Some((before, _)) = bare.rsplit_once(' ').filter(|(_, last)| is_of_day(last)) {
        bare = before;
    }
    bare
}

/// Whether a line is the label of a correction that follows.
pub(super) fn is_correction_head(text: &str) -> bool {
    CORRECTIONS.contains(&key(text).as_str())
}

fn is_amendment(text: &str) -> bool {
    let lower: String = text.to_lowercase().chars().take(120).collect();
    let is_of_this = |noun: &&str| {
        ["an earlier version of", "a previous version of", "an earlier version"].iter().any(|start| {
            lower.contains(&format!("{start} this {noun}")) || lower.contains(&format!("{start} of the {noun}"))
        })
    };
    let nouns = ["article", "story", "report", "piece", "headline", "page", "column", "caption"];
    AMENDMENTS.iter().any(|phrase| lower.contains(phrase)) || nouns.iter().any(is_of_this)
}

/// Whether a line is the caption or the credit of a picture.
pub(super) fn is_caption(text: &str) -> bool {
    let lower = text.to_lowercase();
    let count = text.split_whitespace().count();
    let begins = CAPTIONS.iter().any(|start| {
        lower.strip_prefix(start).is_some_and(|rest| {
            let asks_for_sign =
                !matches!(*start, "photo by" | "photo courtesy" | "(photo" | "image source" | "image caption");
            if asks_for_sign {
                rest.starts_with(':') || rest.starts_with(" /") || rest.starts_with(" |")
            } else {
                rest.starts_with([' ', ':', ','])
            }
        })
    });
    let holds = PICTURES.iter().any(|phrase| lower.contains(phrase)) && !lower.contains(" said ");
    (begins && count <= 70)
        || (holds && count <= 60)
        || is_caption_head(text)
        || (count <= 60 && ends_with_credit(text))
}

/// Whether a line is the label of a caption that follows.
pub(super) fn is_caption_head(text: &str) -> bool {
    matches!(
        key(text).as_str(),
        "image caption"
            | "image"
            | "media caption"
            | "caption"
            | "image source"
            | "open this photo in gallery"
            | "view image in fullscreen"
    )
}

/// Whether a line ends with a name and a paper between a stroke, as captions do: "… at dawn. Ann Poe/The Post".
fn ends_with_credit(text: &str) -> bool {
    let Some((before, tail)) = text.rsplit_once(". ") else { return false };
    let Some((name, paper)) = tail.split_once('/') else { return false };
    !before.is_empty() && is_name(name) && paper.starts_with(char::is_uppercase) && tail.split(' ').count() <= 7
}

/// Whether a line is the credit of a picture and tells nothing of what it shows: "Photo: Ann Poe", "REUTERS/Ann Poe".
pub(super) fn is_picture_credit(text: &str) -> bool {
    is_caption(text) && text.split_whitespace().count() <= 7 && !text.to_lowercase().starts_with("image caption")
}

/// The topics of a line such as "Topics: Harbour, Mill"; empty for a head below which they stand.
pub(super) fn topics(text: &str) -> Option<Vec<String>> {
    let (label, rest) = match text.split_once(':') {
        Some((label, rest)) => (label, rest.trim()),
        None => (text, ""),
    };
    if TOPICS.contains(&key(label).as_str()) && (!rest.is_empty() || text.split_whitespace().count() <= 6) {
        return Some(listed(rest));
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_tag = |word: &&str| word.strip_prefix('#').is_some_and(|tag| tag.starts_with(char::is_alphabetic));
    let are_tags = !words.is_empty() && words.iter().all(is_tag);
    are_tags.then(|| words.iter().map(|word| word.trim_matches(['#', ',']).to_owned()).collect())
}

/// The topics of one line below a head.
pub(super) fn listed(text: &str) -> Vec<String> {
    let signs = [',', ';', '|', '•', '·', '#'];
    text.split(signs)
        .map(|topic| topic.trim().trim_end_matches('.'))
        .filter(|topic| !topic.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_known_by_their_verbs() {
        assert_eq!(
            credit("(Reporting by Ann Poe; Editing by Bob Roe)").as_deref(),
            Some("Reporting by Ann Poe; Editing by Bob Roe")
        );
        assert_eq!(
            credit("Reporting by the Post found nothing").as_deref(),
            Some("Reporting by the Post found nothing")
        );
        assert_eq!(credit("Written by Ann Poe"), None);
        assert_eq!(credit_at_end("It rained. (Editing by Bob Roe)").map(|(text, _)| text), Some("It rained."));
        assert_eq!(credit_at_end("It rained (hard)"), None);
    }

    #[test]
    fn corrections_lose_their_label_but_keep_their_day() {
        assert_eq!(correction("Correction: The wall is two metres high."), Some("The wall is two metres high."));
        let dated = "Correction, Sept. 16, 2023: The wall is high.";
        assert_eq!(correction(dated), Some(dated));
        assert_eq!(
            correction("Editor's note: An earlier version of this article said three."),
            Some("An earlier version of this article said three.")
        );
        assert_eq!(correction("Corrections of the course: none."), None);
    }

    #[test]
    fn topics_stand_behind_a_label_or_below_it() {
        assert_eq!(topics("Tags: Harbour, City budget"), Some(vec!["Harbour".to_owned(), "City budget".to_owned()]));
        assert_eq!(topics("Related Topics:"), Some(Vec::new()));
        assert_eq!(topics("#harbour #mill"), Some(vec!["harbour".to_owned(), "mill".to_owned()]));
        assert_eq!(topics("#1 in town"), None);
        assert_eq!(topics("Topics of the day were few"), None);
    }

    #[test]
    fn captions_are_known_by_their_credits() {
        for text in [
            "FILE PHOTO: The quay at dawn. REUTERS/Ann Poe",
            "The quay at dawn /Photo: Ann Poe",
            "Photo by Ann Poe",
            "Photograph: Ann Poe/The Post",
        ] {
            assert!(is_caption(text), "{text}");
        }
        assert!(!is_caption("Photos of the quay were shown to the council."));
        assert!(is_picture_credit("Photo: Ann Poe"));
    }
}

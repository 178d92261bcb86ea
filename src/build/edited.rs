//! Which part of an article an edit reached.

use crate::article::{Body, Piece};

/// How many words name a part.
const MOST_WORDS: usize = 12;
/// What begins a part of a text.
const STARTS: [&str; 13] =
    ["<p", "<li", "<h1", "<h2", "<h3", "<h4", "<h5", "<h6", "<td", "<th", "<pre", "<dd", "<figcaption"];

/// How far behind the first difference the part may begin, in bytes: lists and tables begin before their first part.
const NEAR: usize = 64;

/// The first words of the paragraph, heading or other part of `new` in which it begins to differ from `old`; `None` where it does not.
pub fn first_words(old: &Body, new: &Body) -> Option<String> {
    let (old, new) = (html(old), html(new));
    if old == new {
        return None;
    }
    let same = old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count();
    // A part that begins with the difference has its tag behind it, in part or whole.
    let mut end = (same + NEAR).min(new.len());
    while !new.is_char_boundary(end) {
        end -= 1;
    }
    let begins_here = |start: usize| start <= same || new.get(same..start).is_some_and(is_markup);
    let start_of = |tag: &&str| new[..end].rmatch_indices(*tag).map(|(at, _)| at).find(|at| begins_here(*at));
    let starts = STARTS.iter().filter_map(start_of);
    let text = text(new.get(starts.max().unwrap_or(0)..).unwrap_or_default());
    let words: Vec<&str> = text.split_whitespace().take(MOST_WORDS).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Whether there is no text in this stretch of HTML.
fn is_markup(html: &str) -> bool {
    html.split('<').all(|part| part.split_once('>').map_or(part, |(_, text)| text).trim().is_empty())
}

fn html(body: &Body) -> String {
    let html =
        body.pieces.iter().filter_map(|piece| if let Piece::Html(html) = piece { Some(html.as_str()) } else { None });
    html.collect()
}

/// The text of a part, up to the end of its element.
fn text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    let mut name: Option<&str> = None;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let Some(end) = rest[start..].find('>') else { break };
        let tag = &rest[start + 1..start + end];
        let own = tag.split([' ', '/']).find(|word| !word.is_empty()).unwrap_or_default();
        match name {
            None => name = Some(own),
            Some(name) if tag.starts_with('/') && own == name => return unescaped(&text),
            Some(_) => {}
        }
        rest = &rest[start + end + 1..];
    }
    text.push_str(if text.is_empty() { rest } else { "" });
    unescaped(&text)
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(html: &str) -> Body {
        Body { pieces: vec![Piece::Html(html.to_owned())], ..Body::default() }
    }

    fn words(old: &str, new: &str) -> Option<String> {
        first_words(&body(old), &body(new))
    }

    #[test]
    fn the_part_that_was_edited_is_named_by_its_first_words() {
        let old = "<p>One is here.</p>\n<p>Two <em>is</em> there.</p>\n";
        assert_eq!(words(old, old), None);
        assert_eq!(words(old, "<p>One is here.</p>\n<p>Two <em>is</em> gone.</p>\n").as_deref(), Some("Two is gone."));
        assert_eq!(
            words(old, "<p>One was here.</p>\n<p>Two <em>is</em> there.</p>\n").as_deref(),
            Some("One was here.")
        );
        assert_eq!(words(old, &format!("{old}<h2 id=\"a\">A &amp; B</h2>\n")).as_deref(), Some("A & B"));
        assert_eq!(words(old, &format!("{old}<ul>\n<li>New</li>\n</ul>\n")).as_deref(), Some("New"));
        assert_eq!(words("", "<p>Först ändert sich</p>").as_deref(), Some("Först ändert sich"));
    }
}

//! What stands on pages around articles: buttons, navigation, advertisements, letters to subscribe to, lists of others.

use super::lines::key;

/// Whole lines, by their [`key`], and what they are.
const LINES: &[(&str, &[&str])] = &[
    (
        "navigation",
        &[
            "skip to main content",
            "skip to content",
            "skip to navigation",
            "skip to main navigation",
            "menu",
            "search",
            "home",
            "sections",
            "close",
            "open menu",
            "close menu",
            "main menu",
            "site search",
            "back to top",
            "scroll to top",
            "back",
            "next",
            "previous",
            "next article",
            "previous article",
            "more",
            "show more",
            "load more",
            "view all",
            "see all",
            "contact",
            "contact us",
            "about us",
            "terms of use",
            "terms of service",
            "privacy policy",
            "privacy",
            "help",
            "accessibility",
            "sitemap",
            "terms",
            "e paper",
            "epaper",
            "today s paper",
            "toggle navigation",
            "jump to comments",
            "continue reading",
        ],
    ),
    (
        "an account",
        &[
            "sign in",
            "log in",
            "login",
            "register",
            "sign up",
            "my account",
            "log out",
            "sign out",
            "create account",
            "account",
        ],
    ),
    (
        "sharing",
        &[
            "share",
            "share this",
            "share this article",
            "share this story",
            "share article",
            "share this page",
            "share via",
            "share options",
            "share full article",
            "tweet",
            "tweet this",
            "copy link",
            "link copied",
            "copy url",
            "copied",
            "whatsapp",
            "facebook",
            "twitter",
            "linkedin",
            "email",
            "e mail",
            "print",
            "save",
            "bookmark",
            "reddit",
            "telegram",
            "pinterest",
            "messenger",
            "save article",
            "save for later",
            "saved",
            "gift this article",
            "give this article",
            "print this article",
            "email this article",
            "email this story",
            "listen",
            "listen to this article",
            "listen to article",
            "play",
            "pause",
            "text size",
            "font size",
            "a a a",
            "resize text",
            "republish this article",
            "send",
            "link",
            "reuse this content",
            "love",
            "funny",
            "wow",
            "sad",
            "angry",
            "republish",
            "like",
            "share with friends",
            "follow",
            "flipboard",
            "x",
            "instagram",
            "youtube",
            "tiktok",
            "bluesky",
            "threads",
            "mastodon",
        ],
    ),
    (
        "comments",
        &[
            "comment",
            "comments",
            "reply",
            "report",
            "leave a comment",
            "add a comment",
            "post a comment",
            "write a comment",
            "join the conversation",
            "join the discussion",
            "view comments",
            "show comments",
            "read comments",
            "hide comments",
            "log in to comment",
            "sign in to comment",
            "log in to reply",
            "post comment",
            "sort by newest",
            "newest",
            "oldest",
            "most liked",
            "comments are closed",
            "be the first to comment",
            "no comments yet",
            "have your say",
            "recommend",
            "conversation",
            "leave a reply",
            "cancel reply",
            "sort by",
            "report comment",
            "start the conversation",
        ],
    ),
    (
        "an advertisement",
        &[
            "advertisement",
            "advertising",
            "ad",
            "ads",
            "sponsored content",
            "article continues below",
            "promoted",
            "paid content",
            "article continues after advertisement",
            "story continues below advertisement",
            "story continues below",
            "story continues",
            "article continues",
            "advertisement scroll to continue",
            "scroll to continue",
            "article continues below this ad",
            "skip advertisement",
            "content continues after ad",
            "remove ads",
            "skip ad",
            "ad feedback",
            "partner content",
        ],
    ),
    (
        "a letter to subscribe to",
        &[
            "subscribe",
            "subscribe now",
            "newsletter",
            "newsletters",
            "enter your email",
            "email address",
            "your email address",
            "your email",
            "subscribe for free",
            "support us",
            "donate",
            "become a member",
            "for subscribers",
            "subscribers only",
            "subscriber only",
            "subscriber exclusive",
        ],
    ),
    (
        "cookies",
        &[
            "accept",
            "accept all",
            "accept all cookies",
            "accept cookies",
            "reject all",
            "cookie policy",
            "cookie settings",
            "manage cookies",
            "manage preferences",
            "cookies",
            "do not sell my personal information",
        ],
    ),
];

/// Beginnings of lines, by their [`key`]; a line that is longer than a few sentences is none of these.
const BEGINNINGS: &[(&str, &[&str])] = &[
    (
        "sharing",
        &[
            "share on",
            "share via",
            "share to",
            "share this",
            "tweet on",
            "follow us",
            "like us on",
            "post on",
            "find us on",
            "click to share",
            "listen to this",
        ],
    ),
    ("a note on the printed edition", &["a version of this article"]),
    ("an advertisement", &["advertisement", "story continues", "article continues", "continue reading below"]),
    (
        "a letter to subscribe to",
        &[
            "sign up for",
            "sign up to",
            "subscribe to",
            "subscribe for",
            "subscribe now",
            "get our",
            "get the latest",
            "register now for",
            "already a subscriber",
            "by signing up",
            "thank you for signing up",
            "thanks for signing up",
            "you have successfully",
            "support our",
            "enjoying this article",
            "this article is for subscribers",
            "you have reached your limit",
            "become a subscriber",
            "never miss",
            "be the first to know",
            "i understand and agree",
            "delivered to your inbox",
        ],
    ),
    (
        "a link to another article",
        &[
            "read more",
            "also read",
            "read also",
            "see also",
            "more on this",
            "related",
            "read next",
            "up next",
            "watch",
            "don t miss",
            "further reading",
            "more from",
        ],
    ),
    (
        "cookies",
        &["we use cookies", "this site uses cookies", "this website uses cookies", "our site uses cookies", "cookie"],
    ),
    ("the agency's standards", &["our standards", "our standards the"]),
    (
        "comments",
        &[
            "log in to",
            "sign in to",
            "you must be logged in",
            "please log in",
            "your email address will not be published",
            "what do you think",
            "comments are",
        ],
    ),
    (
        "a notice of rights",
        &[
            "all rights reserved",
            "copyright",
            "licensing rights",
            "purchase licensing rights",
            "acquire licensing rights",
            "purchase reprints",
            "this material may not be published",
        ],
    ),
    ("navigation", &["skip to", "jump to", "back to", "report a", "report an", "follow related", "view on"]),
];

/// Heads of lists of other articles.
const LISTS: &[&str] = &[
    "related articles",
    "related coverage",
    "people also read",
    "people also watch",
    "related stories",
    "related content",
    "related news",
    "related",
    "most read",
    "most popular",
    "most viewed",
    "most shared",
    "trending",
    "trending now",
    "recommended",
    "recommended for you",
    "recommended stories",
    "read next",
    "read more",
    "up next",
    "you may also like",
    "you might also like",
    "more stories",
    "more news",
    "more on this story",
    "more on this topic",
    "more from this section",
    "top stories",
    "latest news",
    "latest stories",
    "latest",
    "editors picks",
    "editor s picks",
    "don t miss",
    "also in the news",
    "in other news",
    "around the web",
    "from our partners",
    "see also",
    "also read",
    "read also",
    "keep reading",
    "further reading",
    "what to read next",
    "more like this",
    "must read",
    "popular",
    "popular now",
    "our picks",
    "elsewhere",
];

/// Words of rows of buttons.
const BUTTONS: &[&str] = &[
    "share",
    "tweet",
    "facebook",
    "twitter",
    "x",
    "whatsapp",
    "linkedin",
    "email",
    "mail",
    "e",
    "print",
    "save",
    "copy",
    "link",
    "reddit",
    "telegram",
    "pinterest",
    "messenger",
    "comment",
    "comments",
    "bluesky",
    "instagram",
    "youtube",
    "flipboard",
    "threads",
    "mastodon",
    "sms",
    "more",
    "on",
    "via",
    "by",
    "opens",
    "in",
    "new",
    "window",
    "tiktok",
];

/// What "1 of 3" is called.
pub(super) const NUMBER_OF_PICTURE: &str = "the number of a picture";
/// The longest line that can be furniture, in words.
const LONGEST: usize = 40;

/// What a line is, where it is no part of an article.
pub(super) fn furniture(text: &str) -> Option<&'static str> {
    let key = key(text);
    if text.contains('©') || text.starts_with("(c) ") || key.ends_with("all rights reserved") {
        return Some("a notice of rights");
    }
    if key.is_empty() {
        return Some("a rule");
    }
    if is_number(&key) {
        return Some("a count");
    }
    if text.starts_with('(')
        && text.ends_with(')')
        && (key.starts_with("attn ") || matches!(key.as_str(), "end" | "more" | "lead"))
    {
        return Some("a note of the agency");
    }
    let words: Vec<&str> = key.split(' ').collect();
    if words.len() > LONGEST {
        return None;
    }
    let whole = LINES.iter().find(|(_, lines)| lines.contains(&key.as_str())).map(|(what, _)| *what);
    whole
        .or_else(|| is_row_of_buttons(&words).then_some("sharing"))
        .or_else(|| is_count_of_comments(&words).then_some("comments"))
        .or_else(|| beginning(text, &key, words.len()))
        .or_else(|| within(&key))
        .or_else(|| is_trail(text).then_some("navigation"))
        .or_else(|| is_reading_time(text).then_some("the time that reading takes"))
        .or_else(|| is_number_of_picture(&words).then_some(NUMBER_OF_PICTURE))
}

/// Whether a line tells how many readers' comments there are: "12 comments", "Comments (3)".
pub(super) fn is_comments_head(text: &str) -> bool {
    let key = key(text);
    let words: Vec<&str> = key.split(' ').collect();
    is_count_of_comments(&words)
        || matches!(
            key.as_str(),
            "comments"
                | "leave a comment"
                | "join the conversation"
                | "join the discussion"
                | "have your say"
                | "conversation"
        )
}

/// Whether a line belongs to a thread of readers' comments, as each comment has one.
pub(super) fn ends_comment(text: &str) -> bool {
    matches!(
        key(text).as_str(),
        "reply"
            | "report"
            | "log in to reply"
            | "like reply"
            | "reply report"
            | "like reply report"
            | "recommend"
            | "report comment"
    )
}

/// Whether a line heads a list of other articles.
pub(super) fn is_list_head(text: &str) -> bool {
    let key = key(text);
    let is_more = key.starts_with("more ")
        && key.split(' ').count() <= 6
        && !text.ends_with('.')
        && (key.starts_with("more from ")
            || [" coverage", " stories", " news", " headlines"].iter().any(|end| key.ends_with(end)));
    LISTS.contains(&key.as_str()) || is_more
}

/// Whether a line says how long reading takes: "5 min read".
pub(super) fn is_reading_time(text: &str) -> bool {
    let key = key(text);
    let key =
        key.strip_prefix("reading time").or_else(|| key.strip_prefix("estimated read")).map_or(key.as_str(), str::trim);
    let words: Vec<&str> = key.split(' ').collect();
    match words.as_slice() {
        [number, unit] => is_number(number) && matches!(*unit, "min" | "mins" | "minutes" | "minute"),
        [number, unit, verb] => {
            is_number(number)
                && matches!(*unit, "min" | "mins" | "minutes" | "minute")
                && matches!(*verb, "read" | "reading" | "listen")
        }
        _ => false,
    }
}

/// "1/3" or "1 of 3" beside pictures to leaf through.
fn is_number_of_picture(words: &[&str]) -> bool {
    let is_small = |word: &str| word.len() <= 3 && is_number(word);
    matches!(words, [one, "of", all] | [one, all] if is_small(one) && is_small(all))
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_row_of_buttons(words: &[&str]) -> bool {
    let strong = words.iter().filter(|word| BUTTONS.iter().take(9).any(|button| button == *word)).count();
    words.len() >= 2 && strong >= 1 && words.iter().all(|word| BUTTONS.contains(word) || is_number(word))
}

fn is_count_of_comments(words: &[&str]) -> bool {
    let is_noun = |word: &str| matches!(word, "comment" | "comments" | "reader" | "replies" | "responses");
    match words {
        [one, two] => (is_number(one) && is_noun(two)) || (is_noun(one) && is_number(two)),
        [verb, one, two] => matches!(*verb, "view" | "show" | "read" | "see") && is_number(one) && is_noun(two),
        _ => false,
    }
}

/// What a line is by its beginning. A sentence may begin with the same words, so a colon, a label or shortness is asked for.
fn beginning(text: &str, key: &str, words: usize) -> Option<&'static str> {
    let begins = |start: &&str| key.strip_prefix(*start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let (what, start) = BEGINNINGS
        .iter()
        .find_map(|(what, all)| all.iter().find(|start| begins(start)).map(|start| (*what, *start)))?;
    let after = text.char_indices().nth(start.chars().count()).and_then(|(at, _)| text.get(at..)).unwrap_or_default();
    let is_labelled =
        after.trim_start_matches(['’', '\'']).starts_with([':', '|', '»', '→', '>', '–', '—', '…']) || after.is_empty();
    let asks_for_label =
        matches!(what, "a link to another article") || matches!(start, "copyright" | "our standards" | "watch");
    let ends = text.ends_with('.');
    let holds = match what {
        _ if asks_for_label && start == "copyright" => words <= 20,
        _ if asks_for_label => is_labelled,
        "navigation" | "sharing" => words <= 12 && !ends || words <= 6,
        _ => true,
    };
    holds.then_some(what)
}

/// What a line is by what stands in it.
fn within(key: &str) -> Option<&'static str> {
    let has = |text: &str| key.contains(text);
    if (has("cookies") || has("cookie policy"))
        && (has("accept") || has("consent") || has("we use") || has("our partners"))
    {
        return Some("cookies");
    }
    let is_letter = has("newsletter") && (has("sign up") || has("subscribe") || has("inbox") || has("free"));
    let is_terms = has("terms of") && has("privacy") || has("opens new tab") && key.split(' ').count() <= 12;
    if is_letter || has("straight to your inbox") || has("delivered to your inbox") {
        return Some("a letter to subscribe to");
    }
    is_terms.then_some("navigation")
}

/// Whether a line is the way to a page through a site: "Home > News > Harbour".
fn is_trail(text: &str) -> bool {
    let crumbs = trail(text);
    crumbs.len() >= 2
        && text.split_whitespace().count() <= 14
        && crumbs.iter().all(|crumb| crumb.split(' ').count() <= 4)
}

/// The steps of the way to a page through a site, from its front page on.
pub(super) fn trail(text: &str) -> Vec<&str> {
    let split = |sign: char| text.split(sign).map(str::trim).filter(|crumb| !crumb.is_empty()).collect::<Vec<_>>();
    for sign in ['>', '›', '»', '/', '|'] {
        let crumbs = split(sign);
        let is_home = crumbs.first().is_some_and(|crumb| crumb.eq_ignore_ascii_case("home"));
        if crumbs.len() >= 2 && is_home {
            return crumbs;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_is_known_by_its_words() {
        for text in [
            "Skip to main content",
            "SHARE",
            "Share on Facebook",
            "Facebook Twitter Email",
            "12 Comments",
            "Comments (3)",
            "Advertisement",
            "Sign up for The Tide, our weekly letter.",
            "READ MORE: Lamps go out on the mole",
            "Read more",
            "© 2023 Harbour Post",
            "We use cookies to make this site work.",
            "Our Standards: The Thomson Reuters Trust Principles.",
            "5 min read",
            "Home > News > Harbour",
            "* * *",
        ] {
            assert!(furniture(text).is_some(), "{text}");
        }
        for text in [
            "Share prices fell on Friday after the vote.",
            "Related problems came up at the mill, where the wall had given way.",
            "Email was down in the whole of the town hall.",
            "Watch out for the tide, the harbour master said.",
            "Comments of this kind are rare, she said.",
            "Read the small print",
            "Home rule for the islands",
            "More from the sea than from the land",
        ] {
            assert_eq!(furniture(text), None, "{text}");
        }
    }
}

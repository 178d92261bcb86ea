//! A reader of templates that finds the variables in them, without parsing what they do.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::variables;

/// A path of names in a template, such as `article.date.iso`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reference {
    /// The names.
    pub path: Vec<String>,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Where its first name is the variable of a loop over such a path: that path.
    pub from: Option<Vec<String>>,
    /// Whether its first name is set in the template itself, or an argument of a component.
    pub is_local: bool,
    /// The name that the tag gives to something, where it does.
    pub binds: Option<String>,
}

/// What a name means for the rest of its template.
#[derive(Clone)]
struct Binding {
    name: String,
    from: Option<Vec<String>>,
}

/// All paths in the tags of a template.
pub(super) fn references(text: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut scopes: Vec<Vec<Binding>> = vec![Vec::new()];
    let mut is_raw = false;
    for tag in tags(text) {
        let tokens = tokens(&text[tag.clone()], tag.start);
        let keyword = tokens.first().map(|token| &*token.text).unwrap_or_default();
        if is_raw {
            is_raw = keyword != "endraw";
            continue;
        }
        match keyword {
            "raw" => is_raw = true,
            "for" => open_loop(&tokens, &mut scopes, &mut found),
            "component" => {
                let arguments = names_in_brackets(&tokens);
                scopes.push(
                    arguments.into_iter().chain(["body".to_owned()]).map(|name| Binding { name, from: None }).collect(),
                );
            }
            "endfor" | "endcomponent" => {
                if scopes.len() > 1 {
                    scopes.pop();
                }
            }
            "set" | "set_global" => {
                paths(&tokens[2.min(tokens.len())..], &scopes, &mut found);
                if let (Some(name), Some(scope)) = (tokens.get(1), scopes.last_mut()) {
                    scope.push(Binding { name: name.text.to_string(), from: None });
                    found.push(Reference { binds: Some(name.text.to_string()), ..Reference::default() });
                }
            }
            "block" | "endblock" | "extends" | "include" | "endset" | "endif" | "else" | "endraw" | "endfilter" => {}
            "if" | "elif" | "filter" => paths(&tokens[1..], &scopes, &mut found),
            _ => paths(&tokens, &scopes, &mut found),
        }
    }
    found
}

/// `for a in PATH`, `for key, value in PATH`: the names, and of what they are the items.
fn open_loop(tokens: &[Token<'_>], scopes: &mut Vec<Vec<Binding>>, found: &mut Vec<Reference>) {
    let at = tokens.iter().position(|token| token.text == "in").unwrap_or(tokens.len());
    let rest = &tokens[(at + 1).min(tokens.len())..];
    let before = found.len();
    paths(rest, scopes, found);
    let names: Vec<&Token<'_>> = tokens[1..at.max(1)].iter().filter(|token| token.kind == Kind::Name).collect();
    let is_plain = rest.len() == 1 && found.len() == before + 1 && names.len() == 1;
    let from = is_plain
        .then(|| &found[before])
        .filter(|path| path.from.is_none() && !path.is_local)
        .map(|path| path.path.clone());
    let scope = names.iter().map(|name| Binding { name: name.text.to_string(), from: from.clone() });
    scopes.push(scope.chain([Binding { name: "loop".to_owned(), from: None }]).collect());
    found.extend(names.iter().map(|name| Reference { binds: Some(name.text.to_string()), ..Reference::default() }));
}

fn names_in_brackets(tokens: &[Token<'_>]) -> Vec<String> {
    let names = tokens.iter().skip(2).filter(|token| token.kind == Kind::Name);
    names.map(|token| token.text.split('.').next().unwrap_or_default().to_owned()).collect()
}

/// The paths among the tokens: names that are no keyword, function, filter, test, argument or component.
fn paths(tokens: &[Token<'_>], scopes: &[Vec<Binding>], found: &mut Vec<Reference>) {
    const KEYWORDS: [&str; 16] = [
        "and", "or", "not", "in", "is", "if", "else", "elif", "for", "true", "false", "none", "null", "True", "False",
        "None",
    ];
    for (index, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Name) {
        if token.text == "for" {
            // `[… for name in …]` gives a name that stands before it, too
            let names = tokens[index + 1..].iter().take_while(|token| token.text != "in");
            let names = names.filter(|token| token.kind == Kind::Name);
            found.extend(names.map(|name| Reference { binds: Some(name.text.to_string()), ..Reference::default() }));
        }
        let before = index.checked_sub(1).map(|index| &*tokens[index].text).unwrap_or_default();
        let earlier = index.checked_sub(2).map(|index| &*tokens[index].text).unwrap_or_default();
        let after = tokens.get(index + 1).map(|token| &*token.text).unwrap_or_default();
        let is_test = before == "is" || (before == "not" && earlier == "is");
        let is_component = before == "<" || before == "</";
        if KEYWORDS.contains(&&*token.text)
            || is_test
            || is_component
            || before == "|"
            || matches!(after, "(" | "=" | ":")
        {
            continue;
        }
        let path: Vec<String> = token.text.split('.').map(str::to_owned).collect();
        let binding = scopes.iter().rev().flatten().rev().find(|binding| binding.name == path[0]);
        found.push(Reference {
            range: token.range.clone(),
            from: binding.and_then(|binding| binding.from.clone()),
            is_local: binding.is_some_and(|binding| binding.from.is_none()),
            binds: None,
            path,
        });
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Name,
    Sign,
}

#[derive(Clone, Debug)]
struct Token<'a> {
    kind: Kind,
    text: Cow<'a, str>,
    range: Range<usize>,
}

/// The ranges of what stands inside `{{ … }}` and `{% … %}`; comments are passed over, strings may hold the signs.
fn tags(text: &str) -> Vec<Range<usize>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|found| at + found) {
        let closing = match text.as_bytes().get(open + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => {
                at = text[open..].find("#}").map_or(text.len(), |end| open + end + 2);
                continue;
            }
            _ => {
                at = open + 1;
                continue;
            }
        };
        let end = end_of_tag(text, open + 2, closing);
        tags.push(open + 2..end);
        at = (end + 2).min(text.len());
    }
    tags
}

fn end_of_tag(text: &str, start: usize, closing: &str) -> usize {
    let mut quote: Option<char> = None;
    for (offset, character) in text[start..].char_indices() {
        match quote {
            Some(open) if character == open => quote = None,
            Some(_) => {}
            None if matches!(character, '"' | '\'' | '`') => quote = Some(character),
            None if text[start + offset..].starts_with(closing) => return start + offset,
            None => {}
        }
    }
    text.len()
}

fn tokens(tag: &str, offset: usize) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = tag.char_indices().peekable();
    while let Some((start, character)) = rest.next() {
        let mut end = start + character.len_utf8();
        let kind = if character.is_alphabetic() || character == '_' {
            while let Some((at, next)) =
                rest.next_if(|(_, next)| next.is_alphanumeric() || matches!(next, '_' | '.' | '?'))
            {
                end = at + next.len_utf8();
            }
            Kind::Name
        } else if matches!(character, '"' | '\'' | '`') {
            for (at, next) in rest.by_ref() {
                end = at + next.len_utf8();
                if next == character {
                    break;
                }
            }
            tokens.push(Token { kind: Kind::Sign, text: Cow::Borrowed("\""), range: offset + start..offset + end });
            continue;
        } else if character.is_ascii_digit() {
            while rest.next_if(|(_, next)| next.is_alphanumeric() || *next == '.').is_some() {}
            tokens.push(Token { kind: Kind::Sign, text: Cow::Borrowed("0"), range: offset + start..offset + end });
            continue;
        } else if character.is_whitespace() {
            continue;
        } else {
            let follows = |next: char| matches!((character, next), ('=' | '!' | '<' | '>', '=') | ('<', '/'));
            if let Some((at, next)) = rest.next_if(|(_, next)| follows(*next)) {
                end = at + next.len_utf8();
            }
            Kind::Sign
        };
        // `a?.b` is `a.b` where a may be missing; a full stop at the end belongs to an index, `a.[0]`.
        let text = tag[start..end].trim_end_matches('.');
        let text = match text.contains('?') {
            true => Cow::Owned(text.replace("?.", ".").replace('?', "")),
            false => Cow::Borrowed(text),
        };
        tokens.push(Token { kind, text, range: offset + start..offset + end });
    }
    if tokens.first().is_some_and(|token| token.text == "-") {
        tokens.remove(0);
    }
    if tokens.last().is_some_and(|token| token.text == "-") {
        tokens.pop();
    }
    tokens
}

/// Filters that read every field of what they are given.
const READ_ALL: [&str; 6] = ["json_encode", "keys", "values", "items", "pairs", "get"];

/// What the tags of a template mention.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mentions<'a> {
    /// The names, also those inside of strings.
    pub(super) words: BTreeSet<&'a str>,
    /// Those of them that may be read of a card: all but the ones in `rooted`.
    pub(super) loose: BTreeSet<&'a str>,
    /// The names that are read of one of byline's variables and what it holds, where that is no card.
    pub(super) rooted: BTreeMap<&'static str, BTreeSet<&'a str>>,
    /// The variables whose names are given to something else.
    pub(super) bound: BTreeSet<&'static str>,
    /// The texts in quotes.
    pub(super) strings: BTreeSet<&'a str>,
    /// The components that are called.
    pub(super) called: BTreeSet<Cow<'a, str>>,
    /// The components that are defined.
    pub(super) defined: BTreeSet<Cow<'a, str>>,
    /// Whether a value may be read by a name that does not stand there: whole, by an index that is worked out, or by a loop over names
    /// and values.
    pub(super) reads_all: bool,
}

/// Finds what the tags of a template mention.
pub(super) fn mentions(text: &str) -> Mentions<'_> {
    let mut found = Mentions::default();
    for tag in tags(text) {
        let inside = &text[tag.clone()];
        found.words.extend(words(inside));
        // Quotes may be of another kind inside of quotes: every stretch between two of a kind is taken.
        for quote in ['"', '\'', '`'] {
            found.strings.extend(inside.split(quote).skip(1));
        }
        let tokens = tokens(inside, tag.start);
        let behind = |sign: &'static [&str]| {
            tokens
                .windows(2)
                .filter(move |tokens| sign.contains(&&*tokens[0].text))
                .map(|tokens| tokens[1].text.clone())
        };
        found.called.extend(behind(&["<", "</"]));
        found.defined.extend(behind(&["component"]));
        sort_words(inside, tag.start, &tokens, &mut found);
        found.bound.extend(given(&tokens).filter_map(variables::variable));
        found.reads_all |= has_open_index(&tokens) || loops_over_pairs(&tokens) || is_read_whole(&tokens);
    }
    found
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric() && character != '_').filter(|word| !word.is_empty())
}

/// Tells what is read of byline's variables from what is read of anything else. The name of a variable by itself reads nothing, nor
/// does that of a function, nor a text that is no name.
fn sort_words<'a>(inside: &'a str, offset: usize, tokens: &[Token<'_>], found: &mut Mentions<'a>) {
    let mut at = 0;
    for (index, token) in tokens.iter().enumerate() {
        let range = token.range.start - offset..token.range.end - offset;
        let variable = variable_of(inside, &range, index, tokens);
        if variable.is_none() && !reads_nothing(inside, &range, index, tokens) {
            continue;
        }
        found.loose.extend(words(&inside[at..range.start]));
        at = range.end;
        let Some(variable) = variable else { continue };
        for (name, is_of_card) in variables::read(variable, words(&inside[range]).skip(1)) {
            let names = if is_of_card { &mut found.loose } else { found.rooted.entry(variable).or_default() };
            names.insert(name);
        }
    }
    found.loose.extend(words(&inside[at..]));
}

/// The variable of byline's with which a path begins.
fn variable_of(inside: &str, range: &Range<usize>, index: usize, tokens: &[Token<'_>]) -> Option<&'static str> {
    // `(…).title`, `a[0].title`: the name goes on with a path.
    let goes_on = index > 0 && [".", "?", "]", ")"].contains(&&*tokens[index - 1].text);
    let is_path = tokens[index].kind == Kind::Name && !goes_on;
    is_path.then(|| words(&inside[range.clone()]).next()).flatten().and_then(variables::variable)
}

/// Whether a token is the name of a function that is called, or a text that cannot be the name of a field.
fn reads_nothing(inside: &str, range: &Range<usize>, index: usize, tokens: &[Token<'_>]) -> bool {
    let token = &tokens[index];
    if token.kind == Kind::Name {
        return !token.text.contains('.') && tokens.get(index + 1).is_some_and(|next| next.text == "(");
    }
    // Where a sign may stand for itself it is not certain where a text ends.
    let is_text = token.text == "\"" && range.len() > 1 && !inside.contains('\\');
    let is_of_name = |character: char| character.is_alphanumeric() || matches!(character, '_' | '.');
    is_text && inside.get(range.start + 1..range.end - 1).is_some_and(|text| !text.chars().all(is_of_name))
}

/// The names that a tag gives to something: of loops, also in lists, of `set`, and of a component's arguments.
fn given<'t>(tokens: &'t [Token<'_>]) -> impl Iterator<Item = &'t str> {
    let first = tokens.first().map_or("", |token| &*token.text);
    let is_set = matches!(first, "set" | "set_global");
    let set = tokens.get(1).filter(|_| is_set).into_iter();
    let arguments = if first == "component" { &tokens[1..] } else { &[] };
    let loops = tokens.iter().enumerate().filter(|(_, token)| token.text == "for");
    let looped = loops.flat_map(|(at, _)| tokens[at + 1..].iter().take_while(|token| token.text != "in"));
    set.chain(arguments).chain(looped).map(|token| token.text.split('.').next().unwrap_or_default())
}

/// `a[b]`, `a.b[c + 1]`, but not `a["b"]`, `a[0]` and the list `[b]`.
fn has_open_index(tokens: &[Token<'_>]) -> bool {
    tokens.windows(3).any(|tokens| {
        let [before, bracket, index] = tokens else { return false };
        let is_indexed = before.kind == Kind::Name
            && !["in", "and", "or", "not", "if", "else"].contains(&&*before.text)
            || [")", "]"].contains(&&*before.text);
        is_indexed && bracket.text == "[" && !["\"", "0", ":", "-"].contains(&&*index.text)
    })
}

/// `for name, value in …`, in a tag or in a list.
fn loops_over_pairs(tokens: &[Token<'_>]) -> bool {
    tokens.windows(3).any(|tokens| {
        let [word, name, comma] = tokens else { return false };
        word.text == "for" && name.kind == Kind::Name && comma.text == ","
    })
}

/// `a | json_encode` and the like.
fn is_read_whole(tokens: &[Token<'_>]) -> bool {
    tokens.windows(2).any(|tokens| tokens[0].text == "|" && READ_ALL.contains(&&*tokens[1].text))
}

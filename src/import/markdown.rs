//! An imported article as a file: front matter in YAML, and a body in which no sign of plain text turns into Markdown.

use super::body::is_list_item;
use super::{Amendment, Biography, Imported, Person, Piece};
use crate::article::Moment;

/// The file of an article. `reference` gives the way in which it names an author: the id of a profile, or the name.
pub fn article(imported: &Imported, reference: &dyn Fn(&str) -> String) -> String {
    let mut out = String::from("---\n");
    line(&mut out, "title", Some(&inline(&imported.title)));
    line(&mut out, "kicker", imported.kicker.as_deref().map(inline).as_deref());
    line(&mut out, "description", imported.description.as_deref().map(inline).as_deref());
    moment(&mut out, "date", imported.date.as_ref());
    moment(&mut out, "updated", imported.updated.as_ref());
    list(&mut out, "authors", imported.authors.iter().map(|person| author(person, reference)));
    line(&mut out, "byline", imported.byline.as_deref().map(inline).as_deref());
    line(&mut out, "dateline", imported.dateline.as_deref().map(inline).as_deref());
    line(&mut out, "source", imported.source.as_deref());
    line(&mut out, "credit", imported.credit.as_deref().map(inline).as_deref());
    if !imported.corrections.is_empty() {
        out.push_str("corrections:\n");
        out.extend(imported.corrections.iter().map(correction));
    }
    list(&mut out, "topics", imported.topics.iter().map(|topic| quoted(topic)));
    out.push_str("---\n");
    for piece in &imported.body {
        out.push('\n');
        match piece {
            Piece::Paragraph(text) => out.push_str(&paragraph(text)),
            Piece::Heading(text) => out.push_str(&format!("## {}", heading(text))),
        }
        out.push('\n');
    }
    out
}

/// The file of an author's profile.
pub fn profile(biography: &Biography) -> String {
    format!("---\nname: {}\nbio: {}\n---\n", quoted(&biography.name), quoted(&inline(&biography.bio)))
}

fn line(out: &mut String, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        out.push_str(&format!("{key}: {}\n", quoted(value)));
    }
}

fn list(out: &mut String, key: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    if !items.is_empty() {
        out.push_str(&format!("{key}: [{}]\n", items.join(", ")));
    }
}

fn author(person: &Person, reference: &dyn Fn(&str) -> String) -> String {
    let name = quoted(&reference(&person.name));
    match person.role {
        Some(role) => format!("{{name: {name}, role: {role}}}"),
        None => name,
    }
}

fn correction(amendment: &Amendment) -> String {
    let text = quoted(&inline(&amendment.text));
    match &amendment.date {
        Some(date) => format!("  - {{date: {}, text: {text}}}\n", date.iso()),
        None => format!("  - text: {text}\n"),
    }
}

fn moment(out: &mut String, key: &str, value: Option<&Moment>) {
    if let Some(value) = value {
        out.push_str(&format!("{key}: {}\n", value.iso()));
    }
}

/// Text as a YAML value: in double quotes, which JSON and YAML write alike.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Text in which no sign is one of Markdown, for the middle of a line.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for (at, sign) in text.char_indices() {
        let after = text.get(at + sign.len_utf8()..).unwrap_or_default();
        match sign {
            // A tag of a template is one behind a backslash too.
            '{' if after.starts_with(['%', '#']) => out.push_str("&#123;"),
            _ if is_active(sign, before, after) => out.extend(['\\', sign]),
            _ => out.push(sign),
        }
        before = sign;
    }
    out
}

/// Whether a sign would be read as Markdown between what stands before and after it.
fn is_active(sign: char, before: char, after: &str) -> bool {
    let next = after.chars().next().unwrap_or(' ');
    match sign {
        '\\' | '`' | '[' | ']' | '<' | '~' | '{' => true,
        '*' => !(before.is_whitespace() && next.is_whitespace()),
        '_' if before.is_alphanumeric() && next.is_alphanumeric() => false,
        '_' => !(before.is_whitespace() && next.is_whitespace()),
        '$' => before == '$' || next == '$',
        '&' => is_entity(after),
        _ => false,
    }
}

/// Whether `&` before a text would begin an entity.
fn is_entity(after: &str) -> bool {
    let name = after.split(';').next().unwrap_or_default();
    name.len() < after.len()
        && !name.is_empty()
        && name.len() <= 32
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
}

/// Text as a paragraph: its first signs too would else begin a heading, a list, a quotation.
fn paragraph(text: &str) -> String {
    let text = inline(text);
    let first = text.chars().next().unwrap_or(' ');
    let is_rule = matches!(first, '-' | '=') && text.chars().all(|sign| sign == first || sign == ' ');
    if matches!(first, '#' | '>' | ':' | '+' | '|')
        || is_rule
        || (first == '-' && text.starts_with("- "))
        || text == "-"
    {
        return format!("\\{text}");
    }
    if first == '*' && is_list_item(&text) || text == "*" {
        return format!("\\{text}");
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = text.get(digits..digits + 1).unwrap_or_default();
    let ends = text.get(digits + 1..).is_none_or(|rest| rest.is_empty() || rest.starts_with(' '));
    if (1..=9).contains(&digits) && matches!(sign, "." | ")") && ends {
        let (number, rest) = text.split_at(digits);
        return format!("{number}\\{rest}");
    }
    text
}

/// Text as a heading: signs at its end would else close it.
fn heading(text: &str) -> String {
    let text = inline(text);
    let bare = text.trim_end_matches('#');
    if bare.len() == text.len() { text } else { format!("{bare}{}", "\\#".repeat(text.len() - bare.len())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_markdown_are_text() {
        for (text, expected) in [
            ("# 1 in town", "\\# 1 in town"),
            ("> said", "\\> said"),
            ("- one", "\\- one"),
            ("1. one", "1\\. one"),
            ("1984) was", "1984\\) was"),
            ("1.5 million", "1.5 million"),
            ("* one", "\\* one"),
            ("a *b* and _c_ and d_e", "a \\*b\\* and \\_c\\_ and d_e"),
            ("2 * 3 `x` [y] <z> \\", "2 * 3 \\`x\\` \\[y\\] \\<z> \\\\"),
            ("AT&T &amp; sons", "AT&T \\&amp; sons"),
            ("---", "\\---"),
            ("$20 to $$30", "$20 to \\$\\$30"),
            ("{% x %} {x}", "&#123;% x %} \\{x}"),
            ("{{<x/>}}", "\\{\\{\\<x/>}}"),
        ] {
            assert_eq!(paragraph(text), expected);
        }
        assert_eq!(heading("What is C#"), "What is C\\#");
    }
}

//! How deep scripts and stylesheets are nested: those who minify them go down a step for each level, and a stack that
//! overflows cannot be caught.

/// The deepest stylesheet that is minified.
pub(super) const DEEPEST_STYLE: usize = 64;
/// The deepest script that is minified.
const DEEPEST_SCRIPT: usize = 200;

/// The most brackets that are open at once in a stylesheet.
pub(super) fn style_depth(text: &str) -> usize {
    let mut open = 0_usize;
    let mut deepest = 0;
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => open += 1,
            b')' | b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

/// Whether a script can be minified. Each bracket that is open counts, and each word or sign since the last `;` or `,` beside
/// it: `a.b.c` and `a => b => c` nest without brackets. What stands in texts and comments counts too.
pub(super) fn is_shallow_script(text: &str) -> bool {
    let mut above: Vec<usize> = Vec::new();
    let mut level = 0_usize;
    let mut total = 0_usize;
    let mut in_word = false;
    for (at, byte) in text.bytes().enumerate() {
        let was_in_word = std::mem::replace(&mut in_word, byte.is_ascii_alphanumeric() || byte >= 0x80 || byte == b'_');
        let starts = !(byte.is_ascii_whitespace() || in_word && was_in_word);
        match byte {
            b'(' | b'[' | b'{' => {
                above.push(std::mem::take(&mut level));
                total += 1;
            }
            b')' | b']' | b'}' => {
                let Some(outer) = above.pop() else { continue };
                total -= 1 + std::mem::replace(&mut level, outer);
                if byte == b'}' && !goes_on(text.get(at + 1..).unwrap_or_default()) {
                    total -= std::mem::take(&mut level);
                } else {
                    level += 1;
                    total += 1;
                }
            }
            b';' | b',' => total -= std::mem::take(&mut level),
            _ if starts => {
                level += 1;
                total += 1;
            }
            _ => {}
        }
        if total > DEEPEST_SCRIPT {
            return false;
        }
    }
    true
}

/// Whether what follows a closing brace belongs to what stands before it.
fn goes_on(rest: &str) -> bool {
    let rest = rest.trim_start();
    let is_sign = |first: char| first.is_ascii_punctuation() && !matches!(first, '_' | '$' | '}' | '"' | '\'');
    rest.starts_with("else") || rest.starts_with(is_sign)
}

/// Whether the scripts, styles and `style` attributes of a page can be minified.
pub fn is_shallow_page(html: &str) -> bool {
    let bytes = html.as_bytes();
    let starts_with = |at: usize, word: &str| {
        bytes.get(at..at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
    };
    let end_of = |from: usize, closing: &str| {
        let ends = html.get(from..).unwrap_or_default().match_indices("</").map(|(at, _)| from + at);
        let mut ends = ends;
        ends.find(|at| starts_with(*at, closing)).unwrap_or(html.len())
    };
    let mut skip_until = 0;
    for (at, _) in html.match_indices(['<', '=']) {
        if at < skip_until {
            continue;
        }
        if starts_with(at, "<script") {
            skip_until = end_of(at, "</script");
            let text = html.get(at..skip_until).unwrap_or_default();
            if !is_shallow_script(text.split_once('>').map_or(text, |(_, script)| script)) {
                return false;
            }
        } else if starts_with(at, "<style") {
            skip_until = end_of(at, "</style");
            if style_depth(html.get(at..skip_until).unwrap_or_default()) > DEEPEST_STYLE {
                return false;
            }
        } else if bytes.get(at) == Some(&b'=') && is_style_attribute(html.get(..at).unwrap_or_default()) {
            let value = html.get(at + 1..).unwrap_or_default().trim_start();
            let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''));
            let closing = |quote| Some(value.get(1..)?.find(quote)? + 1);
            let end = quote.map_or_else(|| value.find('>'), closing);
            if style_depth(value.get(..end.unwrap_or(value.len())).unwrap_or_default()) > DEEPEST_STYLE {
                return false;
            }
        }
    }
    true
}

/// Whether what stands before a `=` ends with the name `style`.
fn is_style_attribute(before: &str) -> bool {
    let name = before.trim_end().as_bytes();
    let end = name.len().checked_sub("style".len()).and_then(|from| name.get(from..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(b"style"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_that_nest_with_or_without_brackets_are_deep() {
        for part in ["(", "{", "a=>", ".a", "if(a){}else ", "a?b:", "for(;;)", "x=`${", "!", "a=", "()"] {
            assert!(!is_shallow_script(&part.repeat(500)), "{part}");
            assert!(is_shallow_script(&part.repeat(10)), "{part}");
        }
    }

    #[test]
    fn scripts_as_they_are_written_are_shallow() {
        let one =
            "function toggle(id) { var box = document.getElementById(id); if (box) { box.hidden = !box.hidden } }\n";
        assert!(is_shallow_script(&one.repeat(200)));
        assert!(is_shallow_script(&format!("var all = [{}];", "{name: 'x', value: 1}, ".repeat(1000))));
        assert!(is_shallow_script(&"dataLayer.push({'event': 'x'});".repeat(1000)));
        assert!(is_shallow_script("})()"));
    }

    #[test]
    fn pages_are_looked_through_for_scripts_and_styles() {
        let deep = "(".repeat(500);
        for page in [
            format!("<p>x<SCRIPT type=\"x\">{deep}</script>"),
            format!("<style>{deep}"),
            format!("<p STYLE = '{deep}'>"),
            format!("<p style={deep}>"),
            format!("<script>a()</script><style>{deep}</style>"),
        ] {
            assert!(!is_shallow_page(&page), "{page}");
        }
        for page in
            [format!("<p>{deep}</p>"), format!("<p title='{deep}'>"), "<p style=".to_owned(), "<script".to_owned()]
        {
            assert!(is_shallow_page(&page), "{page}");
        }
    }
}

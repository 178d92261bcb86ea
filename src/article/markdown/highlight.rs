//! Colouring code by a small set of classes.
//!
//! A theme styles `c-comment`, `c-string`, `c-number`, `c-keyword`, `c-type`, `c-function`, `c-variable`,
//! `c-constant`, `c-operator`, `c-tag`, `c-attribute`, `c-inserted`, `c-deleted`, `c-heading` and `c-meta`;
//! what has none of them stands without a span.

use std::sync::OnceLock;

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxSet};

use super::escape;

/// Code that is longer, in bytes, is not coloured.
const MAX_CODE: usize = 200 * 1024;
/// Code with a longer line, in bytes, is not coloured: expressions take time with the square of it.
const MAX_LINE: usize = 4096;

/// The syntaxes and the table of scopes: immutable, and dear to load, so loaded once and only where code is coloured.
static GRAMMARS: OnceLock<Grammars> = OnceLock::new();

struct Grammars {
    syntaxes: SyntaxSet,
    classes: Vec<(Scope, Option<&'static str>)>,
}

/// Scopes and their classes; of those that match, the longest wins. Scopes without a row show what is below
/// them; rows with "" show plain text.
const CLASSES: [(&str, &str); 54] = [
    ("comment", "c-comment"),
    ("string", "c-string"),
    ("string.unquoted", ""),
    ("constant", "c-constant"),
    ("constant.numeric", "c-number"),
    ("constant.character.escape", "c-constant"),
    ("keyword", "c-keyword"),
    ("keyword.operator", "c-operator"),
    ("keyword.operator.word", "c-keyword"),
    ("keyword.operator.logical.python", "c-keyword"),
    ("storage", "c-keyword"),
    ("storage.type.numeric", "c-number"),
    ("support.type", "c-type"),
    ("support.class", "c-type"),
    ("support.function", "c-function"),
    ("support.macro", "c-function"),
    ("support.constant", "c-constant"),
    ("support.type.property-name", "c-attribute"),
    ("meta.property-name", "c-attribute"),
    ("entity.name", "c-type"),
    ("entity.name.function", "c-function"),
    ("entity.name.macro", "c-function"),
    ("entity.name.tag", "c-tag"),
    ("entity.name.tag.yaml", "c-attribute"),
    ("entity.name.section", "c-heading"),
    ("entity.name.label", "c-variable"),
    ("entity.name.constant", "c-constant"),
    ("entity.name.namespace", "c-type"),
    ("entity.other.attribute-name", "c-attribute"),
    ("entity.other.inherited-class", "c-type"),
    ("variable", ""),
    ("variable.function", "c-function"),
    ("variable.annotation", "c-meta"),
    ("variable.language", "c-variable"),
    ("variable.parameter", "c-variable"),
    ("variable.other.readwrite.shell", "c-variable"),
    ("variable.other.php", "c-variable"),
    ("variable.other.constant", "c-constant"),
    ("markup.inserted", "c-inserted"),
    ("markup.deleted", "c-deleted"),
    ("markup.heading", "c-heading"),
    ("markup.raw", "c-string"),
    ("markup.quote", "c-comment"),
    ("markup.underline.link", "c-string"),
    ("meta.diff.header", "c-meta"),
    ("meta.diff.range", "c-meta"),
    ("meta.annotation", "c-meta"),
    ("meta.preprocessor", "c-meta"),
    ("meta.interpolation", ""),
    ("meta.template.expression", ""),
    ("source.shell.embedded", ""),
    ("meta.mapping.key string", "c-attribute"),
    ("invalid.illegal", ""),
    ("meta.attribute-with-value.style source", ""),
];

fn grammars() -> &'static Grammars {
    GRAMMARS.get_or_init(|| {
        let classes = CLASSES
            .iter()
            .filter_map(|(scope, class)| {
                Some((Scope::new(scope).ok()?, Some(*class).filter(|class| !class.is_empty())))
            })
            .collect();
        Grammars { syntaxes: two_face::syntax::extra_newlines(), classes }
    })
}

/// The token of the syntax that a language has; `None` for those without one, for which the syntaxes need not be loaded.
fn token(language: &str) -> Option<String> {
    let language = language.to_ascii_lowercase();
    let token = match language.as_str() {
        "" | "text" | "txt" | "plain" | "plaintext" | "none" | "output" => return None,
        "shell" | "console" | "shell-session" | "shellsession" | "zsh" | "ksh" => "bash",
        "golang" => "go",
        "node" | "jsx" => "js",
        "c++" => "cpp",
        "jsonc" | "json5" => "json",
        "docker" => "dockerfile",
        "make" => "makefile",
        "patch" => "diff",
        "htm" | "xhtml" | "vue" | "svelte" => "html",
        "powershell" | "pwsh" => "ps1",
        "terraform" => "tf",
        _ => return Some(language),
    };
    Some(token.to_owned())
}

impl Grammars {
    /// What a scope says of its class: nothing, or which one (or none).
    fn class(&self, scope: Scope) -> Option<Option<&'static str>> {
        let matching = self.classes.iter().filter(|(prefix, _)| prefix.is_prefix_of(scope));
        matching.max_by_key(|(prefix, _)| prefix.len()).map(|(_, class)| *class)
    }
}

/// The HTML of `code` with classes; `None` where the language is not known or the code is too long for it.
pub(super) fn highlight(code: &str, language: &str) -> Option<String> {
    let token = token(language)?;
    if code.len() > MAX_CODE || code.lines().any(|line| line.len() > MAX_LINE) {
        return None;
    }
    let grammars = grammars();
    let syntax = grammars.syntaxes.find_syntax_by_token(&token)?;
    let mut state = ParseState::new(syntax);
    let mut spans = Spans { html: String::with_capacity(code.len() * 2), open: None };
    let mut scopes = ScopeStack::new();
    let mut classes: Vec<Option<Option<&'static str>>> = Vec::new();
    for line in code.split_inclusive('\n') {
        let operations = state.parse_line(line, &grammars.syntaxes).ok()?;
        let mut written = 0;
        for (at, operation) in operations {
            spans.write(line.get(written..at)?, &classes);
            written = at;
            let hook = |operation: BasicScopeStackOp, _: &[Scope]| match operation {
                BasicScopeStackOp::Push(scope) => classes.push(grammars.class(scope)),
                BasicScopeStackOp::Pop => {
                    classes.pop();
                }
            };
            scopes.apply_with_hook(&operation, hook).ok()?;
        }
        spans.write(line.get(written..)?, &classes);
    }
    Some(spans.finish())
}

/// HTML in which neighbours of one class share a span.
struct Spans {
    html: String,
    open: Option<&'static str>,
}

impl Spans {
    fn write(&mut self, text: &str, classes: &[Option<Option<&'static str>>]) {
        if text.is_empty() {
            return;
        }
        let class = classes.iter().rev().find_map(|class| *class).flatten();
        // white space looks the same in every class
        let is_space = text.bytes().all(|byte| byte.is_ascii_whitespace());
        if class != self.open && !is_space {
            self.close();
            if let Some(class) = class {
                self.html.push_str("<span class=\"");
                self.html.push_str(class);
                self.html.push_str("\">");
            }
            self.open = class;
        }
        escape::text(&mut self.html, text);
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            // spaces that follow a span stay outside it
            let length = self.html.trim_end_matches(['\n', ' ', '\t']).len();
            let space = self.html.split_off(length);
            self.html.push_str("</span>");
            self.html.push_str(&space);
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_languages_get_classes() {
        let html = highlight("fn main() { // <x>\n    let a = \"b\";\n}\n", "rust").unwrap();
        assert!(html.contains("<span class=\"c-keyword\">fn</span> <span class=\"c-function\">main</span>"), "{html}");
        assert!(html.contains("<span class=\"c-comment\">// &lt;x&gt;</span>\n"), "{html}");
        assert!(html.contains("<span class=\"c-string\">\"b\"</span>"), "{html}");
        assert!(!html.contains("><span class=\"\">"));
    }

    #[test]
    fn the_text_is_whole_whatever_the_language() {
        let code = "<a b=\"c\">d</a>\n# x: [1, 2]\n+ y { z: 3; }\n'unclosed\n\\";
        for language in [
            "rust", "html", "css", "js", "ts", "sh", "yaml", "toml", "json", "diff", "ruby", "sql", "scss", "python",
            "md", "go", "c", "php",
        ] {
            let html = highlight(code, language).unwrap_or_else(|| panic!("{language} is not known"));
            let mut text = String::new();
            for token in crate::article::html::Scanner::new(&html, None) {
                if let crate::article::html::Token::Text(range) = token {
                    text.push_str(&html[range]);
                }
            }
            assert_eq!(escape::decode(&text), code, "{language}");
            assert_eq!(html.matches("<span").count(), html.matches("</span>").count());
        }
    }

    #[test]
    fn unknown_languages_and_long_code_stay_plain() {
        assert_eq!(highlight("x", "no-such-language"), None);
        assert_eq!(highlight("x", "text"), None);
        assert_eq!(highlight(&"x\n".repeat(110_000), "rust"), None);
        assert_eq!(highlight(&"x".repeat(5_000), "rust"), None);
    }

    #[test]
    fn a_diff_shows_what_came_and_went() {
        let html = highlight("-old\n+new\n", "diff").unwrap();
        assert!(html.contains("c-deleted") && html.contains("c-inserted"), "{html}");
    }
}

//! Opens a file of the site in the author's editor, at the line that a part of the page comes from.

use std::path::Path;
use std::process::{Command, Stdio};

/// How many words of a part are looked for.
const MOST_WORDS: usize = 12;
/// Editors that need a terminal, which the preview has none of.
const IN_A_TERMINAL: [&str; 9] = ["vi", "vim", "nvim", "nano", "micro", "hx", "helix", "kak", "ed"];

/// Opens a file at a line, counted from 1; where no editor is named, gives the address at which VS Code would open it.
///
/// `$BYLINE_EDITOR` goes before `$VISUAL`. It is a command, with `{file}` and `{line}` where they belong, or the name of a program whose way of
/// naming lines is known.
///
/// # Errors
/// Where the editor cannot be started.
pub(super) fn open(file: &Path, line: usize) -> Result<Option<String>, String> {
    let Some(editor) = named() else {
        return Ok(Some(format!("vscode://file{}:{line}", file.display())));
    };
    let words = command(&editor, &file.to_string_lossy(), line);
    let Some((program, arguments)) = words.split_first() else { return Ok(None) };
    let started = Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).spawn();
    match started {
        Ok(mut child) => {
            // Waited for, so that nothing of it is left behind.
            std::thread::spawn(move || child.wait());
            Ok(None)
        }
        Err(error) => Err(format!("the editor `{program}` cannot be started: {error}")),
    }
}

fn named() -> Option<String> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    set("BYLINE_EDITOR").or_else(|| set("VISUAL").filter(|editor| !IN_A_TERMINAL.contains(&program(editor))))
}

fn program(editor: &str) -> &str {
    let first = editor.split_whitespace().next().unwrap_or_default();
    let name = first.rsplit(['/', '\\']).next().unwrap_or(first);
    name.strip_suffix(".exe").unwrap_or(name)
}

/// The words of the command that opens a file at a line.
fn command(editor: &str, file: &str, line: usize) -> Vec<String> {
    let words = editor.split_whitespace();
    if editor.contains("{file}") {
        return words.map(|word| word.replace("{file}", file).replace("{line}", &line.to_string())).collect();
    }
    let place = match program(editor) {
        "code" | "code-insiders" | "codium" | "cursor" | "windsurf" => vec!["-g".to_owned(), format!("{file}:{line}")],
        "subl" | "zed" | "atom" => vec![format!("{file}:{line}")],
        "idea" | "webstorm" | "pycharm" | "rustrover" => vec!["--line".to_owned(), line.to_string(), file.to_owned()],
        "kate" => vec!["-l".to_owned(), line.to_string(), file.to_owned()],
        "gvim" | "mvim" | "emacs" | "emacsclient" | "gedit" | "mousepad" => vec![format!("+{line}"), file.to_owned()],
        _ => vec![file.to_owned()],
    };
    words.map(str::to_owned).chain(place).collect()
}

/// The line of a source, counted from 1, from which a part of its page comes that begins with these words: that where most of them
/// stand one after another.
pub(super) fn line_of(source: &str, words: &str) -> usize {
    let wanted: Vec<String> = plain_words(words).take(MOST_WORDS).collect();
    let found: Vec<(usize, String)> =
        (1..).zip(source.lines()).flat_map(|(line, text)| plain_words(text).map(move |word| (line, word))).collect();
    let length =
        |start: usize| found[start..].iter().zip(&wanted).take_while(|((_, word), wanted)| word == *wanted).count();
    // Of several the last: what stands in the front matter too is meant where it stands in the text.
    let best = (0..found.len()).max_by_key(|start| length(*start)).filter(|start| length(*start) > 0);
    best.map_or(1, |start| found[start].0)
}

/// Words without what Markdown and typography put around them.
fn plain_words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_page_is_found_in_its_source() {
        let source =
            "---\ntitle: The plan\n---\nThe plan is *old*,\nand [long](x.md).\n\n## The end\n\nThe plan ends.\n";
        assert_eq!(line_of(source, "The plan is old, and long."), 4);
        assert_eq!(line_of(source, "The plan ends."), 9);
        assert_eq!(line_of(source, "The end"), 7);
        assert_eq!(line_of(source, "Nothing of it"), 1);
        assert_eq!(line_of("", "Nothing"), 1);
    }

    #[test]
    fn editors_name_lines_in_their_own_way() {
        let of = |editor: &str| command(editor, "/s/a b.md", 7).join("|");
        assert_eq!(of("code --reuse-window"), "code|--reuse-window|-g|/s/a b.md:7");
        assert_eq!(of("/usr/bin/subl"), "/usr/bin/subl|/s/a b.md:7");
        assert_eq!(of("emacsclient -n"), "emacsclient|-n|+7|/s/a b.md");
        assert_eq!(of("mine --at {line} {file}"), "mine|--at|7|/s/a b.md");
        assert_eq!(of("unknown"), "unknown|/s/a b.md");
    }
}

//! Formulas: finding them in Markdown before it is parsed, and turning them into MathML.

use std::ops::Range;

use pulldown_latex::config::DisplayMode;
use pulldown_latex::event::{Content, Event};
use pulldown_latex::{Parser, RenderConfig, Storage, push_mathml};

/// How long a formula may be, in bytes.
const MAX_LENGTH: usize = 16 * 1024;
/// How deep its groups may be nested; MathML elements count towards the depth of the page.
const MAX_DEPTH: usize = 32;

/// Commands that are refused: those that define others, with which a formula could grow without end, and
/// `\char`, on which the parser panics where no number follows.
const REFUSED: [&str; 9] =
    ["char", "def", "gdef", "edef", "let", "futurelet", "newcommand", "renewcommand", "providecommand"];

/// A formula and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Formula {
    /// Its bytes, with the dollar signs.
    pub(super) range: Range<usize>,
    /// Whether it is set off (`$$`) from the text.
    pub(super) is_display: bool,
}

impl Formula {
    /// The bytes between the dollar signs.
    pub(super) fn inside(&self) -> Range<usize> {
        let signs = if self.is_display { 2 } else { 1 };
        self.range.start + signs..self.range.end - signs
    }
}

/// Every formula of `text` outside `protected` (sorted, apart), in order: `$$…$$`, and `$…$` where `inline` is set.
pub(super) fn scan(text: &str, protected: &[Range<usize>], inline: bool) -> Vec<Formula> {
    let dollars = runs(text, protected);
    let mut found = Vec::new();
    let mut index = 0;
    while let Some(opening) = dollars.get(index) {
        let closing = match opening.len() {
            2 => display_end(text, &dollars[index..]),
            1 if inline => inline_end(text, &dollars[index..]),
            _ => None,
        };
        match closing {
            Some(offset) => {
                let range = opening.start..dollars[index + offset].end;
                let is_cut = protected
                    .get(protected.partition_point(|code| code.end <= range.start))
                    .is_some_and(|code| code.start < range.end);
                if is_cut {
                    index += 1;
                    continue;
                }
                found.push(Formula { range, is_display: opening.len() == 2 });
                index += offset + 1;
            }
            None => index += 1,
        }
    }
    found
}

/// The runs of dollar signs that no backslash precedes.
fn runs(text: &str, protected: &[Range<usize>]) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut runs = Vec::new();
    let mut at = 0;
    let mut next_protected = 0;
    while let Some(offset) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'$')) {
        let start = at + offset;
        let end = start + bytes[start..].iter().take_while(|byte| **byte == b'$').count();
        at = end;
        while protected.get(next_protected).is_some_and(|range| range.end <= start) {
            next_protected += 1;
        }
        let is_protected = protected.get(next_protected).is_some_and(|range| range.start <= start);
        let backslashes = bytes[..start].iter().rev().take_while(|byte| **byte == b'\\').count();
        if !is_protected && backslashes % 2 == 0 {
            runs.push(start..end);
        }
    }
    runs
}

/// Which of `dollars` closes the display formula that the first of them opens: the next one, if it is as long.
///
/// A formula that does not begin its line must end on it or before anything that begins a block.
fn display_end(text: &str, dollars: &[Range<usize>]) -> Option<usize> {
    let opening = dollars.first()?;
    // single dollar signs inside are text (`\text{a $ b}`)
    let offset = dollars.iter().skip(1).position(|run| run.len() != 1)? + 1;
    let closing = dollars.get(offset).filter(|run| run.len() == 2)?;
    let inside = &text[opening.end..closing.start];
    if inside.len() > MAX_LENGTH || inside.trim().is_empty() {
        return None;
    }
    let line_start = text[..opening.start].rfind('\n').map_or(0, |at| at + 1);
    let begins_line = text[line_start..opening.start]
        .bytes()
        .all(|byte| matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'*' | b'+' | b'.' | b')') || byte.is_ascii_digit());
    let mut lines = inside.split('\n').skip(1).map(|line| line.trim_start_matches([' ', '\t', '>']));
    let is_whole = if begins_line {
        let count = inside.matches('\n').count();
        !lines.take(count.saturating_sub(1)).any(str::is_empty)
    } else {
        !lines.any(|line| line.is_empty() || line.starts_with(['-', '*', '+', '#', '|', '`', '~']))
    };
    is_whole.then_some(offset)
}

/// Which of `dollars` closes the inline formula that the first of them opens: no space after the opening
/// sign, none before the closing one, no digit after it.
fn inline_end(text: &str, dollars: &[Range<usize>]) -> Option<usize> {
    let opening = dollars.first()?;
    let closing = dollars.get(1).filter(|run| run.len() == 1)?;
    let inside = &text[opening.end..closing.start];
    let is_formula = !inside.is_empty()
        && inside.len() <= MAX_LENGTH
        && !inside.starts_with(char::is_whitespace)
        && !inside.ends_with(char::is_whitespace)
        && !text[closing.end..].starts_with(|character: char| character.is_ascii_digit())
        && !inside.contains("\n\n")
        && !inside.split('\n').skip(1).any(|line| line.trim().is_empty());
    is_formula.then_some(1)
}

/// The MathML of `latex`, or what is wrong with it.
pub(super) fn mathml(latex: &str, is_display: bool) -> Result<String, String> {
    let trimmed = latex.trim();
    if trimmed.is_empty() {
        return Err("it is empty".to_owned());
    }
    if depth(trimmed) > MAX_DEPTH {
        return Err(format!("its groups are nested deeper than {MAX_DEPTH} levels"));
    }
    if let Some(command) = REFUSED.into_iter().find(|command| has_command(trimmed, command)) {
        return Err(format!("`\\{command}` is not supported"));
    }
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(trimmed, &storage) {
        match event {
            // names of functions are written as they are, so they must not hold markup
            Ok(Event::Content(Content::Function(name))) if name.contains(['<', '>', '&']) => {
                return Err(format!("`{name}` is no name of a function"));
            }
            Ok(_) if events.len() > MAX_LENGTH => return Err("it is too long".to_owned()),
            Ok(event) => events.push(Ok::<_, pulldown_latex::ParserError>(event)),
            Err(error) => return Err(first_line(&error.to_string())),
        }
    }
    let display_mode = if is_display { DisplayMode::Block } else { DisplayMode::Inline };
    let mut out = String::new();
    // The source goes along, for those who copy the formula and for programs that show no MathML.
    let source = latex.trim().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let config = RenderConfig { display_mode, annotation: Some(&source), ..RenderConfig::default() };
    push_mathml(&mut out, events.into_iter(), config).map_err(|error| first_line(&error.to_string()))?;
    Ok(escape_signs(&out))
}

/// Whether `latex` holds the command `\name`.
fn has_command(latex: &str, name: &str) -> bool {
    let is_end = |rest: &str| !rest.starts_with(|character: char| character.is_ascii_alphabetic());
    latex.split('\\').skip(1).any(|part| part.strip_prefix(name).is_some_and(is_end))
}

/// Escapes signs that stand alone in an element: the renderer writes them as they are.
fn escape_signs(mathml: &str) -> String {
    if !mathml.contains("<<") && !mathml.contains(">&<") {
        return mathml.to_owned();
    }
    mathml.replace("<<", "&lt;<").replace(">&<", ">&amp;<")
}

/// A bound on how deep the formula's elements are nested: open braces and environments.
fn depth(latex: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    let bytes = latex.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'\\' if latex[at..].starts_with("\\begin") || latex[at..].starts_with("\\left") => depth += 1,
            b'\\' if latex[at..].starts_with("\\end") || latex[at..].starts_with("\\right") => {
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    // chains such as `\sqrt\sqrt\sqrt x` and `\frac\frac…` nest without braces
    deepest.max(longest_chain(latex))
}

/// The longest sequence of commands with nothing but spaces between them that take the next one as argument.
fn longest_chain(latex: &str) -> usize {
    let mut longest = 0;
    let mut chain = 0;
    for part in latex.split('\\').skip(1) {
        let name_end = part.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(part.len());
        chain += 1;
        longest = longest.max(chain);
        if !part[name_end..].trim().is_empty() || !takes_argument(&part[..name_end]) {
            chain = 0;
        }
    }
    longest
}

fn takes_argument(command: &str) -> bool {
    !matches!(command, "quad" | "qquad" | "cdot" | "times" | "alpha" | "beta" | "pi" | "to" | "cdots" | "ldots")
}

fn first_line(message: &str) -> String {
    let line = message.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("it cannot be read");
    line.trim_end_matches(['.', ':']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formulas(text: &str, inline: bool) -> Vec<&str> {
        scan(text, &[], inline).into_iter().map(|formula| &text[formula.range]).collect()
    }

    #[test]
    fn prices_are_no_formulas() {
        for text in ["between $20-$30 million", "US$20 to US$30", "$5 and $ 6", "a \\$b$", "it costs $$ or more"] {
            assert!(formulas(text, true).is_empty(), "{text}");
            assert!(formulas(text, false).is_empty(), "{text}");
        }
        assert_eq!(formulas("let $x$ be $y+1$.", true), ["$x$", "$y+1$"]);
        assert!(formulas("let $x$ be", false).is_empty());
    }

    #[test]
    fn display_formulas_stand_on_their_own_lines_or_inline() {
        assert_eq!(formulas("$$\na\n+ b\n$$", false), ["$$\na\n+ b\n$$"]);
        assert_eq!(formulas("so $$x^2$$ it is", false), ["$$x^2$$"]);
        assert_eq!(formulas("> $$\n> a\n> $$", false).len(), 1);
        assert!(formulas("$$\na\n\nb\n$$", false).is_empty());
        assert!(formulas("- cheap: $$\n- dear: $$$\n- cheap: $$", false).is_empty());
        assert!(formulas("- cheap: $$\n- cheap: $$", false).is_empty());
    }

    #[test]
    fn formulas_become_mathml() {
        let html = mathml("\\frac{1}{2}", true).unwrap();
        assert!(html.starts_with("<math display=\"block\"") && html.contains("<mfrac>"), "{html}");
        assert!(mathml("\\frac{1", true).is_err());
        assert_eq!(mathml("a<b", true).unwrap().matches("<mo>&lt;</mo>").count(), 1);
        assert!(mathml("a\\&b", true).unwrap().contains(">&amp;</"));
        assert_eq!(mathml("\\operatorname{<a>}", true), Err("`<a>` is no name of a function".to_owned()));
        assert_eq!(mathml("\\def\\a{\\a}\\a", true), Err("`\\def` is not supported".to_owned()));
        assert!(mathml(&"{".repeat(20_000), true).is_err());
    }

    #[test]
    fn no_formula_ends_the_program() {
        const PARTS: [&str; 64] = [
            "a",
            "1",
            "x_1",
            "^",
            "_",
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            "|",
            "&",
            "%",
            "#",
            "~",
            "'",
            "\\\\",
            "\\",
            "\\%",
            "\\{",
            "\\}",
            "\\,",
            " ",
            "\n",
            "<",
            ">",
            "=",
            "+",
            "-",
            "é",
            "\\frac",
            "\\sqrt",
            "\\sqrt[3]",
            "\\left(",
            "\\right)",
            "\\left.",
            "\\right",
            "\\begin{matrix}",
            "\\end{matrix}",
            "\\begin{align}",
            "\\end{align}",
            "\\begin{array}{c|c}",
            "\\end{array}",
            "\\begin{cases}",
            "\\end{cases}",
            "\\text{",
            "\\mathbf",
            "\\hspace{1em}",
            "\\kern",
            "1em",
            "\\overset",
            "\\underbrace",
            "\\sum",
            "\\limits",
            "\\not",
            "\\operatorname{",
            "\\color{red}",
            "\\middle|",
            "\\substack{",
            "\\char",
            "\\mathchoice",
            "\\hline",
            "\\tag{1}",
        ];
        let mut seed = 0x2545_F491_4F6C_DD1D_u64;
        let mut roll = |sides: usize| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            (seed % sides as u64) as usize
        };
        for _ in 0..20_000 {
            let length = roll(14) + 1;
            let latex: String = (0..length).map(|_| PARTS[roll(PARTS.len())]).collect();
            let _ = mathml(&latex, true);
        }
    }
}

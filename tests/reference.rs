//! The handbook names everything there is: what templates may use, options, keys, exit codes, faults.

mod harness;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use byline::diagnostic::CODES;
use byline::keys::{KEYS, Scope};
use byline::theme::variables::{FILTERS, FUNCTIONS, OBJECTS, VARIABLES};
use harness::Site;

/// The text of every page of the handbook below `folder`.
fn handbook(folder: &str) -> String {
    fn gather(path: &Path, text: &mut String) {
        if path.is_dir() {
            for entry in fs::read_dir(path).expect("the handbook can be read") {
                gather(&entry.expect("an entry can be read").path(), text);
            }
        } else if path.extension().is_some_and(|extension| extension == "md") {
            text.push_str(&fs::read_to_string(path).expect("a page can be read"));
        }
    }
    let mut text = String::new();
    gather(&harness::project().join("content/handbook").join(folder), &mut text);
    text
}

/// Fails with the names that the text does not hold as code, alone or in a longer piece of code.
#[track_caller]
fn assert_names<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) {
    let words: BTreeSet<&str> = code_words(text);
    let names: Vec<&str> = names.into_iter().collect();
    let missing: Vec<&&str> = names.iter().filter(|name| !words.contains(**name)).collect();
    assert!(missing.is_empty(), "the handbook does not name {missing:?}");
    assert!(!names.is_empty());
}

/// The words in pieces of code: between backticks, and in fenced blocks.
fn code_words(text: &str) -> BTreeSet<&str> {
    let mut words = BTreeSet::new();
    let mut is_fenced = false;
    let mut add = |code| {
        words.extend(str::split(code, |character: char| !(character.is_alphanumeric() || "_-".contains(character))))
    };
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        } else if is_fenced {
            add(line);
        } else {
            line.split('`').skip(1).step_by(2).for_each(&mut add);
        }
    }
    words
}

#[test]
fn the_handbook_names_every_variable_and_field_of_templates() {
    let text = handbook("templates.md");
    assert_names(&text, VARIABLES.iter().map(|(name, _)| *name));
    for (object, fields) in OBJECTS {
        let missing: Vec<_> =
            fields.iter().map(|(name, _)| *name).filter(|name| !code_words(&text).contains(name)).collect();
        assert!(missing.is_empty(), "the handbook does not name {missing:?} of `{object}`");
    }
}

#[test]
fn the_handbook_names_every_filter_and_every_function_of_templates_with_its_arguments() {
    let text = handbook("templates.md");
    assert_names(&text, FILTERS.iter().copied());
    for (function, arguments, _) in FUNCTIONS {
        assert_names(&text, std::iter::once(*function).chain(arguments.iter().copied()));
    }
}

/// What `byline COMMAND --help` prints.
fn help(command: &[String]) -> String {
    let arguments: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
    Site::new().run(&arguments).code(0).stdout
}

/// Every command that the program has, with its words, as `--help` lists them.
fn commands(parent: &[String]) -> Vec<Vec<String>> {
    let help = help(parent);
    let Some((_, rest)) = help.split_once("Commands:\n") else { return vec![parent.to_vec()] };
    let lines = rest.lines().take_while(|line| line.starts_with("  "));
    let names = lines.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    let names = names.filter(|name| *name != "help").map(|name| [parent, &[name.to_owned()]].concat());
    names.flat_map(|command| commands(&command)).collect()
}

#[test]
fn the_handbook_names_every_command_and_option() {
    let text = handbook("command-line.md");
    let commands = commands(&[]);
    assert!(commands.len() >= 8, "only {commands:?} were seen");
    for command in commands {
        let name = command.join(" ");
        assert!(text.contains(&format!("byline {name}")), "the handbook does not name byline {name}");
        let help = help(&command);
        let words = help.split_whitespace().filter(|word| word.starts_with("--"));
        let options = words.map(|word| word.trim_end_matches(|last: char| !last.is_alphanumeric()));
        for option in options.filter(|option| !["--help", "--version"].contains(option)) {
            assert!(text.contains(option), "the handbook does not name {option} of byline {name}");
        }
    }
}

#[test]
fn the_handbook_names_every_exit_code() {
    let text = handbook("command-line.md");
    for code in 0..=2 {
        assert!(
            text.lines().any(|line| line.starts_with('|') && line.contains(&format!(" {code} |"))),
            "exit code {code}"
        );
    }
}

#[test]
fn the_handbook_names_every_fault() {
    assert_names(&handbook(""), CODES.iter().map(|code| code.name()));
}

#[test]
fn the_handbook_names_every_key() {
    assert_names(&handbook("reference"), KEYS.iter().map(|key| key.name));
    assert!(Scope::ALL.iter().all(|scope| KEYS.iter().any(|key| key.scopes.contains(scope))), "a scope without a key");
}

/// What articles may call of the default theme.
const SHORTCODES: [&str; 12] = [
    "entry",
    "figure",
    "gallery",
    "video",
    "audio",
    "youtube",
    "pullquote",
    "note",
    "details",
    "embed",
    "related",
    "table-from-data",
];

#[test]
fn the_handbook_lists_every_shortcode_with_its_arguments() {
    let page = handbook("shortcodes.md");
    for name in SHORTCODES {
        let (_, section) = page.split_once(&format!("### {name}\n")).unwrap_or_else(|| panic!("no section on {name}"));
        let section = section.split("\n##").next().unwrap_or_default();
        let file = format!("themes/broadsheet/templates/components/{}.html", name.replace('-', "_"));
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        let head = text.split("{% component ").nth(1).and_then(|rest| rest.split("%}").next()).unwrap();
        let arguments = &head[head.find('(').unwrap() + 1..head.rfind(')').unwrap()];
        for argument in arguments.split(", ").filter(|argument| !argument.is_empty()) {
            let argument = argument.split([':', ' ', '=']).next().unwrap();
            assert!(section.contains(&format!("`{argument}")), "`{argument}` of {name} is not in shortcodes.md");
        }
    }
}

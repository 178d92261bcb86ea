//! `checks:`: the weights of faults, everywhere and for the files that a pattern names.

use std::collections::BTreeMap;

use super::load::named;
use crate::diagnostic::{CODES, Code, Severity, nearest};
use crate::keys::{Found, Reader, trim};
use crate::path::{Globs, SourcePath};

/// The weights by code; `None` silences a warning.
type Weights = BTreeMap<String, Option<Severity>>;

/// The weights of faults that differ from the table's.
#[derive(Clone, Debug, Default)]
pub struct Checks {
    everywhere: Weights,
    /// Those of some files, in the order in which they are written: the last that holds wins.
    by_path: Vec<(Globs, Weights)>,
}

impl Checks {
    /// The weight that is set for a fault in `file`; `None` where none is, `Some(None)` where it is silenced.
    pub fn weight(&self, code: &str, file: Option<&SourcePath>) -> Option<Option<Severity>> {
        let of_file = file.and_then(|file| {
            let mut rules = self.by_path.iter().rev();
            rules.find_map(|(paths, weights)| weights.get(code).filter(|_| paths.matches(file.as_str())))
        });
        of_file.or_else(|| self.everywhere.get(code)).copied()
    }

    /// Whether a fault that is reported on demand only is asked for in `file`.
    pub fn asks_for(&self, code: Code, file: &SourcePath) -> bool {
        self.weight(code.name(), Some(file)).flatten().is_some()
    }
}

/// Reads `checks:`. A code may stand by itself, or below a pattern of paths that it is meant for.
pub(super) fn checks(reader: &mut Reader<'_, '_>) -> Checks {
    let mut checks = Checks::default();
    for (name, found) in named(reader, "checks") {
        let is_code = CODES.iter().any(|code| code.name() == name);
        match found.node.entries() {
            Some(entries) if !is_code && !name.is_empty() => {
                let mut weights = Weights::new();
                for (index, (name, node)) in entries.iter().enumerate() {
                    let path = found.path.iter().copied().chain([index]).collect();
                    let entry = Found { node, path, written: trim(name), ..found.clone() };
                    weigh(reader, trim(name), &entry, &mut weights);
                }
                checks.by_path.push((Globs::new(&[name.to_owned()]), weights));
            }
            _ => weigh(reader, name, &found, &mut checks.everywhere),
        }
    }
    checks
}

/// Reads the weight of one code.
fn weigh<'n>(reader: &mut Reader<'_, 'n>, name: &str, found: &Found<'n>, weights: &mut Weights) {
    if !CODES.iter().any(|code| code.name() == name) {
        let hint = match nearest(name, CODES.iter().map(|code| code.name())) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if name.contains(['/', '*']) => {
                Some(format!("below a path stand codes with their weights: `\"{name}\": {{dead-link: off}}`"))
            }
            None => None,
        };
        reader.fault_of_key(Code::UnknownKey, found, format!("`{name}` is the code of no fault"), hint);
        return;
    }
    let severity = match found.node.text().map(str::to_lowercase).as_deref() {
        Some("error") => Some(Severity::Error),
        Some("warn" | "warning") => Some(Severity::Warning),
        Some("off" | "false") => None,
        _ => {
            let message = format!("the check `{name}` cannot have this value: expected `error`, `warn` or `off`");
            reader.fault(Code::InvalidValue, found, message, None);
            return;
        }
    };
    weights.insert(name.to_owned(), severity);
}

#[cfg(test)]
mod tests {
    use super::super::{Overrides, load};
    use super::*;

    fn loaded(yaml: &str) -> (Checks, Vec<String>) {
        let file = SourcePath::new("byline.yaml").unwrap();
        let loaded = load(&file, Some(yaml.as_bytes()), &Overrides::default());
        let said = loaded.diagnostics.iter().map(|fault| format!("{}: {}{:?}", fault.code, fault.message, fault.hints));
        (loaded.config.checks, said.collect())
    }

    fn file(path: &str) -> SourcePath {
        SourcePath::new(path).unwrap()
    }

    #[test]
    fn the_last_pattern_that_matches_decides_wherever_the_general_weight_stands() {
        let (checks, said) = loaded(
            "checks:\n  content/archive/**: {dead-link: off, missing-alt: warn}\n  dead-link: error\n  content/archive/2020/*.md: {dead-link: warn}\n",
        );
        assert_eq!(said, [""; 0]);
        let weight = |path: &str| checks.weight("dead-link", Some(&file(path)));
        assert_eq!(weight("content/news/a.md"), Some(Some(Severity::Error)));
        assert_eq!(weight("content/archive/a.md"), Some(None));
        assert_eq!(weight("content/archive/2020/a.md"), Some(Some(Severity::Warning)));
        assert_eq!(checks.weight("dead-link", None), Some(Some(Severity::Error)));
        assert_eq!(checks.weight("dead-anchor", Some(&file("content/archive/a.md"))), None);
        assert!(checks.asks_for(Code::MissingAlt, &file("content/archive/2020/a.md")));
        assert!(!checks.asks_for(Code::MissingAlt, &file("content/news/a.md")));
        assert!(!checks.asks_for(Code::DeadLink, &file("content/archive/a.md")));
    }

    #[test]
    fn what_stands_below_a_path_is_judged_like_the_rest() {
        let (_, said) = loaded("checks:\n  content/old: {dead-lnk: off, dead-link: perhaps}\n");
        assert_eq!(
            said,
            [
                "unknown-key: `dead-lnk` is the code of no fault[\"did you mean `dead-link`?\"]",
                "invalid-value: the check `dead-link` cannot have this value: expected `error`, `warn` or `off`[]"
            ]
        );
        let (_, said) = loaded("checks: {\"content/old/**\": off}\n");
        assert_eq!(
            said,
            [
                "unknown-key: `content/old/**` is the code of no fault[\"below a path stand codes with their weights: `\\\"content/old/**\\\": {dead-link: off}`\"]"
            ]
        );
    }
}

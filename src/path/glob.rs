//! Patterns of paths, as `ignore:` and `checks:` have them.

/// Patterns of paths: `*` within a segment, `**` over segments, `?` one character, and a folder names all in it.
#[derive(Clone, Debug, Default)]
pub struct Globs(Vec<String>);

impl Globs {
    /// The patterns, each relative to the folder whose files are matched.
    pub fn new(patterns: &[String]) -> Self {
        Self(patterns.iter().map(|pattern| pattern.trim_matches('/').to_owned()).collect())
    }

    /// Whether a pattern matches `path`, its name (for a pattern without `/`), or a folder that it lies in.
    pub fn matches(&self, path: &str) -> bool {
        self.0.iter().any(|pattern| {
            let by_name = !pattern.contains('/');
            let mut end = path.len();
            loop {
                let candidate = &path[..end];
                let name = candidate.rsplit('/').next().unwrap_or_default();
                if glob_matches(pattern, candidate) || (by_name && glob_matches(pattern, name)) {
                    return true;
                }
                match candidate.rfind('/') {
                    Some(slash) => end = slash,
                    None => return false,
                }
            }
        })
    }
}

/// Matches in time proportional to pattern × text: the last `*` and the last `**` are the only places to go back to.
fn glob_matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    // reachable[p]: the pattern's first p characters match the text read so far.
    let mut reachable = vec![false; pattern.len() + 1];
    reachable[0] = true;
    skip_stars(&pattern, &mut reachable);
    for character in text {
        let mut next = vec![false; pattern.len() + 1];
        for (at, token) in pattern.iter().enumerate().filter(|(at, _)| reachable[*at]) {
            match token {
                '*' => {
                    let crosses = pattern.get(at + 1) == Some(&'*') || (at > 0 && pattern[at - 1] == '*');
                    if character != '/' || crosses {
                        next[at] = true;
                    }
                }
                '?' if character != '/' => next[at + 1] = true,
                _ if *token == character => next[at + 1] = true,
                _ => {}
            }
        }
        skip_stars(&pattern, &mut next);
        reachable = next;
    }
    reachable[pattern.len()]
}

/// A star may stand for nothing, and `**/` too.
fn skip_stars(pattern: &[char], reachable: &mut [bool]) {
    for at in 0..pattern.len() {
        if reachable[at] && pattern[at] == '*' {
            reachable[at + 1] = true;
            if pattern[at..].starts_with(&['*', '*', '/']) {
                reachable[at + 3] = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_names_paths_and_folders() {
        let matches = |pattern: &str, path: &str| Globs::new(&[pattern.to_owned()]).matches(path);
        assert!(matches("*.txt", "a/b.txt"));
        assert!(!matches("a/*.txt", "a/b/c.txt"));
        assert!(matches("a/**/*.txt", "a/b/c.txt"));
        assert!(matches("a/**/*.txt", "a/c.txt"));
        assert!(matches("notes", "x/notes/y.md"));
        assert!(matches("/a/", "a/b.md"));
        assert!(!matches("a?c", "abbc"));
        assert!(matches("**", "a/b"));
    }
}

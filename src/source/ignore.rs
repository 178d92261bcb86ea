//! Which files are never published.

/// Whether the file at `path` (relative to the folder that is published) must never be published: dotfiles and
/// what lies in dot folders (but `.well-known/`), editors' backup and swap files, private keys, folders of packages.
pub fn is_never_published(path: &str) -> bool {
    let mut segments = path.split('/').peekable();
    let mut is_first = true;
    while let Some(segment) = segments.next() {
        let is_folder = segments.peek().is_some();
        if segment.starts_with('.') && !(is_first && is_folder && segment == ".well-known") {
            return true;
        }
        if is_folder && ["node_modules", "__pycache__"].contains(&segment) || !is_folder && is_private_name(segment) {
            return true;
        }
        is_first = false;
    }
    false
}

/// Names that editors give to their copies, and that programs give to keys.
fn is_private_name(name: &str) -> bool {
    const KEYS: [&str; 5] = ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "byline.yaml"];
    const ENDINGS: [&str; 9] = ["~", ".swp", ".swo", ".swx", ".bak", ".pem", ".key", ".p12", ".pfx"];
    let lower = name.to_ascii_lowercase();
    KEYS.contains(&lower.strip_suffix(".pub").unwrap_or(&lower))
        || ENDINGS.iter().any(|ending| lower.ends_with(ending))
        || (lower.starts_with('#') && lower.ends_with('#'))
        || ["thumbs.db", "desktop.ini"].contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_leftovers_are_never_published() {
        for path in [
            ".env",
            "a/.git/config",
            "id_rsa",
            "id_rsa.pub",
            "node_modules/x/y.md",
            "a/server.pem",
            "a.md~",
            "#a.md#",
            ".a.md.swp",
            "b/.well-known/x",
        ] {
            assert!(is_never_published(path), "{path}");
        }
        for path in ["a.md", ".well-known/security.txt", "a/b.png", "keys.html"] {
            assert!(!is_never_published(path), "{path}");
        }
    }
}

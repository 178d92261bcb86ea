//! What the preview adds to a page: the script, and the ribbon of what readers do not see.

use serde_json::json;

use super::desk::Made;

/// Where everything of the server itself stands.
pub(super) const OWN: &str = "/_byline/";

const RIBBON: &str = "position:fixed;top:0;right:0;z-index:2147483646;padding:.25rem .75rem;background:#8a1c1c;color:#fff;font:600 .8rem sans-serif";

/// A fingerprint of bytes, as text.
pub(super) fn print(parts: &[&[u8]]) -> String {
    let print = crate::output::fingerprint(&parts.join(&0));
    print.0.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The page with the script and, where readers do not see it, its ribbon, before the end of its body.
pub(super) fn injected(made: &Made, status: u16) -> Vec<u8> {
    let told =
        json!({"print": made.print, "source": made.source, "status": status, "early": made.is_early}).to_string();
    let told = told.replace('&', "&amp;").replace('"', "&quot;");
    let ribbon = made.ribbon.map(|word| format!("<div id=byline-ribbon style=\"{RIBBON}\">{word}</div>"));
    let ribbon = ribbon.unwrap_or_default();
    let added = format!("{ribbon}<script src={OWN}client.js id=byline-client data-page=\"{told}\" defer></script>");
    let mut bytes = made.bytes.clone();
    let end = bytes.windows(7).rposition(|window| window.eq_ignore_ascii_case(b"</body>")).unwrap_or(bytes.len());
    bytes.splice(end..end, added.into_bytes());
    bytes
}

/// Text as it stands in HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

//! The agencies whose articles other papers print, and the words by which a paper is known.

/// Spellings of agencies in lower case, each with the name that an article is given.
const AGENCIES: &[(&str, &str)] = &[
    ("reuters", "Reuters"),
    ("thomson reuters", "Reuters"),
    ("ap", "Associated Press"),
    ("associated press", "Associated Press"),
    ("the associated press", "Associated Press"),
    ("afp", "Agence France-Presse"),
    ("agence france-presse", "Agence France-Presse"),
    ("dpa", "dpa"),
    ("pa", "PA Media"),
    ("pa media", "PA Media"),
    ("press association", "PA Media"),
    ("upi", "United Press International"),
    ("united press international", "United Press International"),
    ("yonhap", "Yonhap"),
    ("yonhap news agency", "Yonhap"),
    ("kyodo", "Kyodo News"),
    ("kyodo news", "Kyodo News"),
    ("xinhua", "Xinhua"),
    ("bloomberg", "Bloomberg"),
    ("bloomberg news", "Bloomberg"),
    ("efe", "EFE"),
    ("ansa", "ANSA"),
    ("tass", "TASS"),
    ("interfax", "Interfax"),
    ("the canadian press", "The Canadian Press"),
    ("canadian press", "The Canadian Press"),
    ("aap", "AAP"),
    ("pti", "Press Trust of India"),
    ("press trust of india", "Press Trust of India"),
    ("inter press service", "Inter Press Service"),
];

/// Words that stand in names of papers and not in those of people.
const PAPERS: &[&str] = &[
    "advertiser",
    "argus",
    "bulletin",
    "chronicle",
    "courier",
    "daily",
    "dispatch",
    "echo",
    "evening",
    "gazette",
    "globe",
    "guardian",
    "herald",
    "independent",
    "inquirer",
    "journal",
    "ledger",
    "magazine",
    "media",
    "mercury",
    "monitor",
    "news",
    "newspaper",
    "observer",
    "online",
    "press",
    "radio",
    "record",
    "register",
    "review",
    "sentinel",
    "standard",
    "sun",
    "telegraph",
    "times",
    "tribune",
    "weekly",
];

/// The name of the agency that a text is, and nothing else.
pub(super) fn agency(text: &str) -> Option<&'static str> {
    let lower = text.trim_matches(['(', ')', '.', ',', ' ', '©']).to_lowercase();
    AGENCIES.iter().find(|(spelling, _)| *spelling == lower).map(|(_, name)| *name)
}

/// Whether a short text is the name of a paper.
pub(super) fn is_paper(text: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let is_name = text.split_whitespace().all(|word| {
        word.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit())
            || matches!(word, "of" | "and" | "the" | "&")
    });
    let has_number = words.iter().skip(1).any(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    let is_domain = words.len() == 1 && text.contains('.') && !text.ends_with('.') && !text.contains('@');
    let has_word = words.iter().any(|word| PAPERS.contains(&word.trim_end_matches(".com")));
    is_domain || (is_name && has_word && !has_number && (2..=6).contains(&words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_and_papers_are_known_by_name() {
        assert_eq!(agency("(AP)"), Some("Associated Press"));
        assert_eq!(agency("Reuters."), Some("Reuters"));
        assert_eq!(agency("Reuters said"), None);
        assert!(is_paper("The Harbour Post News") && is_paper("Tidewater Gazette") && !is_paper("Ann Poe"));
    }
}

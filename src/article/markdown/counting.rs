//! Counting words and minutes, and gathering the plain text of the first paragraphs.

/// Words that are read in a minute.
const WORDS_PER_MINUTE: u32 = 230;
/// Characters that are read in a minute in scripts without spaces.
const CHARACTERS_PER_MINUTE: u32 = 500;
/// How long a summary is at most, in characters.
const SUMMARY_LENGTH: usize = 300;

/// A count of words that is fed text in any number of parts.
#[derive(Debug, Default)]
pub(super) struct Counter {
    words: u32,
    characters: u32,
    code_words: u32,
    in_word: bool,
}

impl Counter {
    /// Counts running text; a word may go on in the next part.
    pub(super) fn text(&mut self, text: &str) {
        for character in text.chars() {
            if character.is_ascii() {
                if character.is_ascii_whitespace() {
                    self.in_word = false;
                } else if !self.in_word && character.is_ascii_alphanumeric() {
                    self.in_word = true;
                    self.words += 1;
                }
            } else if has_no_spaces(character) {
                self.in_word = false;
                self.characters += u32::from(character.is_alphanumeric());
            } else if character.is_whitespace() || matches!(character, '—' | '–' | '…') {
                self.in_word = false;
            } else if !self.in_word && character.is_alphanumeric() {
                self.in_word = true;
                self.words += 1;
            }
        }
    }

    /// Ends the current word.
    pub(super) fn space(&mut self) {
        self.in_word = false;
    }

    /// Counts a block of code.
    pub(super) fn code(&mut self, code: &str) {
        self.space();
        let is_word = |part: &&str| part.bytes().any(|byte| byte.is_ascii_alphanumeric() || byte >= 0x80);
        self.code_words += code.split_ascii_whitespace().filter(is_word).count() as u32;
    }

    /// Words outside code blocks so far.
    pub(super) fn prose(&self) -> u32 {
        self.words + self.characters
    }

    /// All words; of scripts without spaces, characters.
    pub(super) fn words(&self) -> u32 {
        self.words + self.characters + self.code_words
    }

    /// Minutes of reading, at least 1 where there is any text.
    pub(super) fn minutes(&self) -> u32 {
        let seconds = u64::from(self.words) * 60 * u64::from(CHARACTERS_PER_MINUTE)
            + u64::from(self.characters) * 60 * u64::from(WORDS_PER_MINUTE);
        let minute = 60 * u64::from(WORDS_PER_MINUTE) * u64::from(CHARACTERS_PER_MINUTE);
        let minutes = u32::try_from(seconds.div_ceil(minute)).unwrap_or(u32::MAX);
        if self.words() > 0 { minutes.max(1) } else { 0 }
    }
}

/// Whether words of the character's script are not set apart by spaces.
fn has_no_spaces(character: char) -> bool {
    matches!(u32::from(character),
        0x0E00..=0x0EFF       // Thai, Lao
        | 0x1000..=0x109F     // Burmese
        | 0x1780..=0x17FF     // Khmer
        | 0x2E80..=0x2FDF     // radicals
        | 0x3005..=0x3007
        | 0x3040..=0x30FF     // kana
        | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF     // Han
        | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF
        | 0xFF66..=0xFF9F     // half-width kana
        | 0x20000..=0x3FFFF)
}

/// The plain text of the first paragraphs.
#[derive(Debug, Default)]
pub(super) struct Summary {
    text: String,
    characters: usize,
    pending_space: bool,
}

impl Summary {
    /// Appends a part of a paragraph; more than is needed is ignored.
    pub(super) fn text(&mut self, text: &str) {
        if self.is_full() {
            return;
        }
        for character in text.chars() {
            if character.is_whitespace() {
                self.pending_space = true;
                continue;
            }
            if std::mem::take(&mut self.pending_space) && !self.text.is_empty() {
                self.text.push(' ');
                self.characters += 1;
            }
            self.text.push(character);
            self.characters += 1;
            if self.is_full() {
                return;
            }
        }
    }

    /// Parts two words.
    pub(super) fn space(&mut self) {
        self.pending_space = true;
    }

    fn is_full(&self) -> bool {
        self.characters > SUMMARY_LENGTH
    }

    /// The text, cut at a word where it is longer than a summary may be.
    pub(super) fn finish(self) -> String {
        if !self.is_full() {
            return self.text;
        }
        let kept: String = self.text.chars().take(SUMMARY_LENGTH - 1).collect();
        let next = self.text.chars().nth(SUMMARY_LENGTH - 1);
        let ends_at_word = next.is_some_and(char::is_whitespace);
        let cut = match kept.rfind(' ') {
            // a script without spaces, or one endless word
            _ if ends_at_word => kept.len(),
            Some(space) if space > kept.len() / 2 => space,
            _ => kept.len(),
        };
        let kept = kept[..cut].trim_end_matches(|character: char| !character.is_alphanumeric());
        format!("{kept}…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_be_fed_in_parts() {
        let mut counter = Counter::default();
        for part in ["don", "’", "t stop", " – now"] {
            counter.text(part);
        }
        assert_eq!(counter.words(), 3);
    }

    #[test]
    fn scripts_without_spaces_are_counted_by_character() {
        let mut counter = Counter::default();
        counter.text(&"漢字".repeat(500));
        assert_eq!((counter.words(), counter.minutes()), (1000, 2));
        let mut korean = Counter::default();
        korean.text("안녕하세요 여러분");
        assert_eq!((korean.words(), korean.minutes()), (2, 1));
        assert_eq!(Counter::default().minutes(), 0);
    }

    #[test]
    fn code_counts_as_words_but_takes_no_minutes() {
        let mut counter = Counter::default();
        counter.text("word");
        counter.code(&"let x = 1;\n".repeat(1000));
        assert_eq!((counter.words(), counter.minutes()), (3001, 1));
    }

    #[test]
    fn a_summary_is_cut_at_a_word() {
        let mut summary = Summary::default();
        summary.text(&"lorem ipsum ".repeat(60));
        let text = summary.finish();
        assert!(text.chars().count() <= 300);
        assert!(text.ends_with("ipsum…") || text.ends_with("lorem…"), "{text}");
        let mut endless = Summary::default();
        endless.text(&"字".repeat(400));
        assert_eq!(endless.finish().chars().count(), 300);
        let mut short = Summary::default();
        short.text("  a\n b ");
        assert_eq!(short.finish(), "a b");
    }
}

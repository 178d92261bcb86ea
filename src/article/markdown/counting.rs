//! Counting words and minutes, and gathering the plain text of the first paragraphs.

use super::escape::position;

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
        let mut rest = text;
        while let Some(end) = position(rest.as_bytes(), |byte| !byte.is_ascii()) {
            self.ascii(&rest.as_bytes()[..end]);
            let mut characters = rest[end..].chars();
            while let Some(character) = characters.clone().next().filter(|character| !character.is_ascii()) {
                self.character(character);
                characters.next();
            }
            rest = characters.as_str();
        }
        self.ascii(rest.as_bytes());
    }

    /// Counts a character beyond ASCII.
    fn character(&mut self, character: char) {
        if has_no_spaces(character) {
            self.in_word = false;
            self.characters += u32::from(character.is_alphanumeric());
        } else if character.is_whitespace() || matches!(character, '—' | '–' | '…') {
            self.in_word = false;
        } else if !self.in_word && character.is_alphanumeric() {
            self.in_word = true;
            self.words += 1;
        }
    }

    /// Counts text in ASCII, a stretch at a time. In most stretches letters and digits follow nothing but white space and
    /// each other, so that a word begins where they follow white space; in the others each byte is looked at.
    fn ascii(&mut self, text: &[u8]) {
        const STRETCH: usize = 32;
        let Some(first) = text.first() else { return };
        self.byte(*first);
        let mut rest = text;
        while let (Some(before), Some(stretch)) = (rest.first_chunk::<STRETCH>(), rest[1..].first_chunk::<STRETCH>()) {
            let (mut begun, mut unclear) = (0_u8, 0_u8);
            for (before, byte) in before.iter().zip(stretch) {
                let is_inner = byte.is_ascii_alphanumeric();
                begun += u8::from(is_inner & is_space(*before));
                unclear += u8::from(is_inner & !is_space(*before) & !before.is_ascii_alphanumeric());
            }
            if unclear > 0 {
                stretch.iter().for_each(|byte| self.byte(*byte));
            } else {
                self.words += u32::from(begun);
                let is_telling = |byte: &&u8| is_space(**byte) || byte.is_ascii_alphanumeric();
                let last = stretch.iter().rev().find(is_telling);
                self.in_word = last.map_or(self.in_word, u8::is_ascii_alphanumeric);
            }
            rest = &rest[STRETCH..];
        }
        rest[1..].iter().for_each(|byte| self.byte(*byte));
    }

    /// Counts a byte of ASCII.
    fn byte(&mut self, byte: u8) {
        let is_inner = byte.is_ascii_alphanumeric();
        self.words += u32::from(is_inner & !self.in_word);
        self.in_word = (self.in_word | is_inner) & !is_space(byte);
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

/// Whether a byte is white space. Compares without branches, so that many are compared at once.
#[inline]
fn is_space(byte: u8) -> bool {
    (byte == b' ') | (byte == b'\n') | (byte == b'\t') | (byte == b'\r') | (byte == 0x0C)
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

    /// Whether there is no text yet.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn is_full(&self) -> bool {
        self.characters > SUMMARY_LENGTH
    }

    /// The text, cut at a word where it is longer than a summary may be.
    pub(super) fn finish(self) -> String {
        if !self.is_full() {
            return self.text;
        }
        let last = self.text.char_indices().nth(SUMMARY_LENGTH - 1);
        let kept = self.text.get(..last.map_or(0, |(at, _)| at)).unwrap_or_default();
        let ends_at_word = last.is_some_and(|(_, next)| next.is_whitespace());
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
    fn words_are_the_same_however_long_their_stretches_are() {
        let text = "it's  (so) -- \"a\" b-c 3.5 x\ty\n… é'a 字a — ,b a, ".repeat(9);
        for start in (0..text.len()).filter(|start| text.is_char_boundary(*start)) {
            let mut whole = Counter::default();
            whole.text(&text[start..]);
            let mut parts = Counter::default();
            text[start..].chars().for_each(|character| parts.text(character.encode_utf8(&mut [0; 4])));
            assert_eq!((whole.words(), whole.in_word), (parts.words(), parts.in_word), "{:?}", &text[start..]);
        }
        let mut counter = Counter::default();
        counter.text("it's (so) -- b-c 3.5 ,d e, 'f'");
        assert_eq!(counter.words(), 7);
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

//! The part of a picture that must stay where it is cropped.

/// Reads `50% 30%`, or the words `left`, `right`, `top`, `bottom`, `center`, one or two of them; gives it as two
/// percentages, from the left and from the top. `None` where it is something else.
pub(super) fn parse(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let parts: Vec<Part> = lower.split([' ', ',']).filter(|part| !part.is_empty()).map(part).collect::<Option<_>>()?;
    let (across, down) = match parts.as_slice() {
        [Part::Down(down)] => ("50%".to_owned(), down.clone()),
        [Part::Across(across) | Part::Either(across)] => (across.clone(), "50%".to_owned()),
        [Part::Across(across) | Part::Either(across), Part::Down(down) | Part::Either(down)] => {
            (across.clone(), down.clone())
        }
        [Part::Down(down), Part::Across(across)] => (across.clone(), down.clone()),
        [Part::Down(down), Part::Either(across)] if across == "50%" => (across.clone(), down.clone()),
        [Part::Either(down), Part::Across(across)] if down == "50%" => (across.clone(), down.clone()),
        _ => return None,
    };
    Some(format!("{across} {down}"))
}

/// A word or number, and the direction in which it counts.
enum Part {
    Across(String),
    Down(String),
    Either(String),
}

fn part(word: &str) -> Option<Part> {
    let percent = |number: &str| format!("{number}%");
    Some(match word {
        "left" => Part::Across(percent("0")),
        "right" => Part::Across(percent("100")),
        "top" => Part::Down(percent("0")),
        "bottom" => Part::Down(percent("100")),
        "center" | "centre" => Part::Either(percent("50")),
        number => {
            let digits = number.strip_suffix('%')?;
            let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && digits.len() <= 8;
            let value: f64 = digits.parse().ok().filter(|value| is_plain && (0.0..=100.0).contains(value))?;
            Part::Either(percent(&value.to_string()))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_focus_is_two_percentages_or_words() {
        for (text, expected) in [
            ("50% 30%", "50% 30%"),
            ("12.5%  100%", "12.5% 100%"),
            ("left", "0% 50%"),
            ("Top", "50% 0%"),
            ("center", "50% 50%"),
            ("bottom right", "100% 100%"),
            ("right, bottom", "100% 100%"),
            ("top centre", "50% 0%"),
            ("center left", "0% 50%"),
            ("left 30%", "0% 30%"),
            ("20%", "20% 50%"),
        ] {
            assert_eq!(parse(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_focus() {
        for text in [
            "",
            "middle",
            "left right",
            "top bottom",
            "30% left",
            "top 30%",
            "101% 0%",
            "-1% 0%",
            "50",
            "50px 20px",
            "1% 2% 3%",
            "nan% 0%",
            "inf%",
            "1e1% 0%",
            "50%;color:red",
            "%",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}

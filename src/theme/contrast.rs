//! Whether the colours that a site gives its theme can be read.

use lightningcss::traits::Parse;
use lightningcss::values::color::{CssColor, SRGB};
use serde_json::{Map, Value};

use super::layers::Layer;
use super::options::place_of;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};

/// The least contrast of text of usual size (WCAG 2.2, success criterion 1.4.3, level AA).
const LEAST: f64 = 4.5;

/// A colour as three shares of light from 0 to 1, as they are written (sRGB).
type Colour = [f64; 3];

/// Warns of colours of text that stand out too little from the ground that the theme says they stand on.
pub(super) fn check(layers: &[Layer], options: &Map<String, Value>, config: &Config) -> Vec<Diagnostic> {
    let pairs = layers.iter().rev().flat_map(|layer| &layer.manifest.contrast);
    let is_set = |name: &String| config.theme_options.contains_key(name);
    pairs
        .filter(|(text, ground)| is_set(text) || is_set(ground))
        .filter_map(|(text, ground)| {
            let (written, below) = (options.get(text)?.as_str()?, options.get(ground)?.as_str()?);
            let (colour, paper) = (colour(written)?, colour(below)?);
            let found = contrast(colour, paper);
            (found < LEAST).then(|| warning((text, written, colour), (ground, below, paper), found, config))
        })
        .collect()
}

type Named<'a> = (&'a str, &'a str, Colour);

fn warning(text: Named<'_>, ground: Named<'_>, found: f64, config: &Config) -> Diagnostic {
    let ((name, written, colour), (ground_name, below, paper)) = (text, ground);
    // Rounded down, so that no value seems to be enough that is not.
    let shown = (found * 100.0).floor() / 100.0;
    let message = format!(
        "`theme.{name}` (`{written}`) on `theme.{ground_name}` (`{below}`) has a contrast of {shown}, less than the {LEAST} that WCAG AA asks of text"
    );
    let mut diagnostic = Diagnostic::new(Code::LowContrast, message);
    let changed = if config.theme_options.contains_key(name) { name } else { ground_name };
    diagnostic.place = place_of(changed, config);
    diagnostic.hint(format!("the nearest that has enough is `{name}: \"{}\"`", written_out(nearest(colour, paper))))
}

/// The colour that a text in CSS names; `None` where it depends on where it stands, or is none.
fn colour(text: &str) -> Option<Colour> {
    let parsed = CssColor::parse_string(text).ok()?;
    let SRGB { r, g, b, alpha } = SRGB::try_from(parsed).ok()?;
    (alpha >= 1.0).then(|| [r, g, b].map(|part| f64::from(part).clamp(0.0, 1.0)))
}

/// The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio" and "relative luminance").
fn contrast(one: Colour, other: Colour) -> f64 {
    let linear = |part: f64| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    let luminance = |[r, g, b]: Colour| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05;
    let (one, other) = (luminance(one), luminance(other));
    one.max(other) / one.min(other)
}

/// The colour between this one and black or white that just has enough contrast; black or white itself has, on any ground.
fn nearest(colour: Colour, ground: Colour) -> Colour {
    let ends = [[0.0; 3], [1.0; 3]];
    let [dark, light] = ends.map(|end| contrast(end, ground));
    let end = if dark >= light { ends[0] } else { ends[1] };
    let mixed = |share: f64| rounded([0, 1, 2].map(|at| colour[at] + (end[at] - colour[at]) * share));
    let steps = (1..=100).map(|step| mixed(f64::from(step) / 100.0));
    steps.into_iter().find(|mixed| contrast(*mixed, ground) >= LEAST).unwrap_or(end)
}

/// The colour that is the nearest with eight bits for each part, as it is written.
fn rounded(colour: Colour) -> Colour {
    colour.map(|part| (part * 255.0).round() / 255.0)
}

fn written_out(colour: Colour) -> String {
    let [r, g, b] = colour.map(|part| (part * 255.0).round() as u8);
    format!("#{r:02x}{g:02x}{b:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        let of = |one: &str, other: &str| contrast(colour(one).unwrap(), colour(other).unwrap());
        assert!((of("#000", "white") - 21.0).abs() < 0.001);
        assert!((of("red", "#fff") - 3.998).abs() < 0.001);
        assert!((of("#777777", "#ffffff") - 4.478).abs() < 0.001);
        assert!((of("#fff", "#fff") - 1.0).abs() < 0.001);
        assert!((of("oklch(0 0 0)", "rgb(255 255 255)") - 21.0).abs() < 0.001);
    }

    #[test]
    fn what_is_no_colour_by_itself_is_none() {
        for text in ["", "currentColor", "var(--x)", "rgb(0 0 0 / 50%)", "Canvas", "light-dark(red, blue)", "reddish"] {
            assert_eq!(colour(text), None, "{text}");
        }
    }

    #[test]
    fn the_nearest_colour_has_enough_contrast_on_any_ground() {
        for ground in ["#fff", "#000", "#777", "#757575", "#c00", "#0a0"] {
            for text in ["#fff", "#777", "#f19a90", "#000", "blue"] {
                let (text, ground) = (colour(text).unwrap(), colour(ground).unwrap());
                assert!(contrast(nearest(text, ground), ground) >= LEAST);
            }
        }
    }
}

//! Width and height of pictures, so that pages can reserve their place.

use std::io;

use super::Sources;
use crate::path::SourcePath;
use crate::picture;

/// How much of a picture is read for its size; where that is not enough, all of it.
const START: usize = 1 << 16;

/// Whether a file has the name of a picture whose size can be found.
pub fn is_picture(file: &SourcePath) -> bool {
    let ending = file.extension().to_ascii_lowercase();
    matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg" | "bmp")
}

/// Width and height in pixels of a picture as it is shown, which may be turned; `None` where its form is not known.
///
/// # Errors
/// Where it cannot be read.
pub fn size(sources: &dyn Sources, file: &SourcePath) -> io::Result<Option<(u32, u32)>> {
    let start = sources.read_start(file, START)?;
    if file.extension().eq_ignore_ascii_case("svg") {
        return Ok(vector_size(&start));
    }
    match raster_size(&start) {
        None if start.len() == START => Ok(raster_size(&sources.read(file)?)),
        size => Ok(size),
    }
}

fn raster_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(bytes).ok()?;
    let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    Some(if picture::is_turned(bytes) { (height, width) } else { (width, height) })
}

/// `width` and `height` of an SVG's root element where they are pixels, else those of its `viewBox`.
fn vector_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).into_owned();
    let start = text.find("<svg")?;
    let tag = &text[start..start + text[start..].find('>')?];
    let attribute = |name: &str| {
        let at = tag.find(&format!(" {name}="))? + name.len() + 2;
        let quote = tag[at..].chars().next()?;
        let value = &tag[at + 1..];
        Some(&value[..value.find(quote)?])
    };
    let pixels = |name: &str| attribute(name)?.trim_end_matches("px").parse::<f64>().ok();
    let sides = match (pixels("width"), pixels("height")) {
        (Some(width), Some(height)) => (width, height),
        _ => {
            let numbers: Vec<f64> =
                attribute("viewBox")?.split([' ', ',']).filter_map(|number| number.parse().ok()).collect();
            (*numbers.get(2)?, *numbers.get(3)?)
        }
    };
    let whole = |side: f64| (1.0..1e6).contains(&side).then_some(side.round() as u32);
    Some((whole(sides.0)?, whole(sides.1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_an_svg_is_its_own_or_that_of_its_view() {
        assert_eq!(
            vector_size(b"<?xml version='1.0'?><svg width=\"20px\" height='10' viewBox='0 0 1 1'>"),
            Some((20, 10))
        );
        assert_eq!(vector_size(b"<svg viewBox=\"0 0 400 300\">"), Some((400, 300)));
        assert_eq!(vector_size(b"<svg width=\"100%\" height=\"auto\">"), None);
    }
}

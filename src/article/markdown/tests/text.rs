//! Formulas and prices.

use super::*;

#[test]
fn prices_are_prose_and_markup_in_them_works() {
    assert_eq!(html("between $20-$30 *million*"), "<p>between $20-$30 <em>million</em></p>\n");
    assert_eq!(html("US$20 to **US$30**"), "<p>US$20 to <strong>US$30</strong></p>\n");
    let options = MarkdownOptions { inline_math: true, ..MarkdownOptions::default() };
    assert_eq!(html_with("between $20-$30 *million*", &options), "<p>between $20-$30 <em>million</em></p>\n");
    assert_eq!(html_with("US$20 to US$30", &options), "<p>US$20 to US$30</p>\n");
}

#[test]
fn formulas_set_off_become_blocks() {
    let (body, diagnostics) = read("a\n\n$$\nx_1 * y_2 *\n$$\n\nb $$z$$ c\n");
    let html = show(&body);
    assert!(html.contains("<div class=\"math\"><math display=\"block\""), "{html}");
    assert!(html.contains("<p>b <math display=\"block\""), "{html}");
    assert!(body.has_math && diagnostics.is_empty());
    assert!(!html.contains("<em>"));
}

#[test]
fn formulas_in_quotes_lose_the_markers() {
    let html = html("> $$\n> x > y\n> $$\n");
    assert_eq!(html.matches("<mo>></mo>").count(), 1, "{html}");
}

#[test]
fn inline_formulas_are_formulas_only_where_set() {
    assert_eq!(html("let $x_1$ and $y_1$"), "<p>let $x_1$ and $y_1$</p>\n");
    let options = MarkdownOptions { inline_math: true, ..MarkdownOptions::default() };
    assert!(html_with("let $x_1$ be", &options).starts_with("<p>let <math display=\"inline\""));
    let options = MarkdownOptions { math: false, ..MarkdownOptions::default() };
    assert_eq!(html_with("$$x$$", &options), "<p>$$x$$</p>\n");
}

#[test]
fn a_formula_that_cannot_be_read_comes_out_as_written() {
    let (body, diagnostics) = read("a\n\nb $$\\frac{1$$\n");
    assert_eq!(show(&body), "<p>a</p>\n<p>b <code class=\"math\">$$\\frac{1$$</code></p>\n");
    let faults = faults(&diagnostics);
    assert_eq!((faults[0].0.as_str(), faults[0].1, faults[0].2), ("math-syntax", 3, 3));
    assert!(!body.has_math);
}

#[test]
fn dollars_in_code_stay() {
    assert_eq!(html("`$$x$$`"), "<p><code>$$x$$</code></p>\n");
}

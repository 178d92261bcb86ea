use super::*;

const ALL: MinifyOptions = MinifyOptions { html: true, css: true, js: true };

fn text(html: &str) -> String {
    String::from_utf8(minified(html, &ALL)).expect("text stays text")
}

#[test]
fn a_page_loses_what_it_does_not_need() {
    assert_eq!(text("<p>a  b</p>\n<!-- c -->"), "<p>a b</p>");
    assert_eq!(minified("<p>a  b</p>", &MinifyOptions { html: false, ..ALL }), b"<p>a  b</p>");
}

#[test]
fn whitespace_goes_between_blocks_and_stays_between_words() {
    for (html, expected) in [
        ("<div>\n  <p> a </p>\n  <p>b</p>\n</div>", "<div><p>a</p><p>b</p></div>"),
        ("<div> <b>a</b> <i>b</i> </div>", "<div><b>a</b> <i>b</i></div>"),
        ("<p>a <button> b  c </button> <img> <input> d</p>", "<p>a <button>b c</button> <img> <input> d</p>"),
        ("<p>a <!-- x --> b<!-- y -->c</p>", "<p>a bc</p>"),
        ("<ul> <li> a <ul> <li>b</ul> </ul>", "<ul><li>a<ul><li>b</ul></ul>"),
        ("<p>a <script> f( ) </script> b</p>", "<p>a <script>f();</script>b</p>"),
        ("<p><br> a <br> b</p>", "<p><br> a <br> b</p>"),
        ("<table> <tr> <td> a <td>b </table>", "<table><tr><td>a<td>b</table>"),
        (
            "<label> a <select> <option> b </option> </select> </label>",
            "<label> a <select><option>b</option></select> </label>",
        ),
        (
            "<p>a\n  <svg> <path d='M 0'/> <text> b  c</text> </svg> d",
            "<p>a <svg><path d=\"M 0\"/><text> b  c</text></svg> d",
        ),
    ] {
        assert_eq!(text(html), expected, "{html}");
    }
}

#[test]
fn whitespace_stays_where_it_is_kept() {
    for html in [
        "<pre>\n  a\n   b <b> c  </b>\n</pre>",
        "<textarea>\n  a  &amp;b </textarea>",
        "<p><code>a  b</code></p>",
        "<p style=white-space:pre>a  b</p>",
        "<template> <p> a </p> </template>",
        "<body><noscript> <p class=\"a\"> a </p> </noscript></body>",
        "<title> a  b</title>",
    ] {
        assert_eq!(text(html), html);
    }
}

#[test]
fn comments_that_are_read_by_others_stay() {
    let html = "<p>a <!--#include b --> c<!--[if IE]> d <![endif]--></p>";
    assert_eq!(text(html), html);
    assert_eq!(text("<p>a&am<!-- x -->p;b</p>"), "<p>a&am<!-- x -->p;b</p>");
    assert_eq!(text("<p>a<<!-- x -->b></p>"), "<p>a<<!-- x -->b></p>");
}

#[test]
fn a_page_that_does_not_nest_keeps_its_whitespace() {
    for (html, expected) in [
        ("<p>a  </div>  b</p>", "<p>a </div> b</p>"),
        ("<b>a <div class='b'> c </b>  </div>", "<b>a <div class=b> c </b> </div>"),
        ("<table> a  <tr></table>", "<table> a <tr></table>"),
        ("</p>  <pre> a  b", "</p> <pre> a  b"),
    ] {
        assert_eq!(text(html), expected, "{html}");
    }
}

#[test]
fn a_page_that_would_be_misread_stays_as_it_is() {
    for html in [
        "<p>a  b<plaintext>  c",
        "<script>x()  //</scripted\n",
        "<title>a  </TITLE",
        "<p>a  b<a href=\"c>",
        "<p>a  b<a =c>",
        "<p>a  b</p><!-- c",
        "<svg><p>a  b</p></svg>",
        "<select><p>a  b</select>",
        "<p>a  \0  b</p>",
        "<script>a  <!-- <script> </script> --></script>",
        "<noscript><!-- </noscript>  --></noscript>",
    ] {
        assert_eq!(text(html), html);
    }
}

#[test]
fn what_looks_like_the_end_of_a_script_is_none() {
    assert_eq!(text("<style>a  {}</styles></style>"), "<style>a  {}</styles></style>");
    assert_eq!(text("<script>x()  //</scripted\n</script >  <p>"), "<script>x()  //</scripted</script><p>");
}

#[test]
fn depth_costs_no_stack() {
    for part in ["<div>", "<div><b></div>", "<i><b>  </i>", "<p><b></p>", "<svg>", "<ul><li>", "<table><tr><td>"] {
        let page = part.repeat(20_000);
        let found = text(&page);
        assert_eq!(found.matches('<').count(), page.matches('<').count(), "{part}");
        assert!(found.len() <= page.len());
    }
    assert_eq!(text(&"<div>  <b></b></div>".repeat(2_000)), "<div><b></b></div>".repeat(2_000));
}

#[test]
fn scripts_and_styles_that_would_exhaust_the_stack_stay_as_they_are() {
    let deep = "(".repeat(50_000);
    for page in [
        format!("<script>x =  {deep}</script>"),
        format!("<script>x{}</script>", " .a".repeat(50_000)),
        format!("<script>x =  {}1</script>", "a => ".repeat(50_000)),
        format!("<style>a  {{width: {deep}</style>"),
        format!("<p style=\"width: {deep}\">x</p>"),
    ] {
        assert_eq!(text(&page), page, "{}", &page[..40]);
    }
    assert_eq!(text("<style>a  { color: red }</style>"), "<style>a{color:red}</style>");
    assert_eq!(text("<script>var a  =  1;</script>"), "<script>var a=1;</script>");
    assert_eq!(text("<script type=text/x>var a  =  1;</script>"), "<script type=text/x>var a  =  1;</script>");
    assert_eq!(text("<p style=\"color: red;\">x</p>"), "<p style=color:red>x</p>");
}

#[test]
fn broken_markup_is_read_in_linear_time() {
    for part in [
        "<a ",
        "<a b=\"",
        "<!--",
        "<",
        "</a",
        "<script>",
        "<a b='",
        "<noscript>",
        "</",
        "<!-- --",
        "&",
        "<template>",
        "  ",
        "<li>",
        "<li><span>",
    ] {
        let page = part.repeat(50_000);
        assert!(minified(&page, &ALL).len() <= page.len(), "{part}");
    }
}

//! Code blocks.

use super::*;

#[test]
fn code_is_coloured_where_its_language_is_known() {
    let (body, _) = read("```rust\nfn f() {}\n```\n");
    assert_eq!(
        show(&body),
        "<pre class=\"code\" data-language=\"rust\" tabindex=\"0\"><code><span class=\"c-keyword\">fn</span> \
         <span class=\"c-function\">f</span>() {}\n</code></pre>\n"
    );
    assert!(body.has_code);
    assert_eq!(
        html("```nope\n<a>\n```\n"),
        "<pre class=\"code\" data-language=\"nope\" tabindex=\"0\"><code>&lt;a&gt;\n</code></pre>\n"
    );
    assert_eq!(html("    <a>\n"), "<pre class=\"code\" tabindex=\"0\"><code>&lt;a&gt;\n</code></pre>\n");
}

#[test]
fn fences_take_attributes() {
    assert_eq!(
        html("```nope {#i .big title=\"a.rs\" onclick=x}\nx\n```\n"),
        "<pre id=\"i\" class=\"code big\" title=\"a.rs\" data-language=\"nope\" tabindex=\"0\"><code>x\n</code></pre>\n"
    );
    assert_eq!(
        html("```{.nope}\nx\n```\n"),
        "<pre class=\"code\" data-language=\"nope\" tabindex=\"0\"><code>x\n</code></pre>\n"
    );
    assert_eq!(
        html("```nope,ignore\nx\n```\n"),
        "<pre class=\"code\" data-language=\"nope\" tabindex=\"0\"><code>x\n</code></pre>\n"
    );
}

#[test]
fn without_colours_code_is_that_of_commonmark() {
    let options = MarkdownOptions { highlight: false, ..MarkdownOptions::default() };
    assert_eq!(
        html_with("```rust\nfn f() {}\n```\n", &options),
        "<pre><code class=\"language-rust\">fn f() {}\n</code></pre>\n"
    );
    assert_eq!(html_with("    x\n", &options), "<pre><code>x\n</code></pre>\n");
}

#[test]
fn tags_in_code_are_text_without_a_warning() {
    let (body, diagnostics) = read(
        "```\n{{ a }} {% b %} {{<c/>}}\n```\n\n`{{ d }}` and `` {{<e/>}} ` ``\n\n    {% <f> %}\n\n- x\n  ~~~\n  {% </g> %}\n  ~~~\n",
    );
    let html = show(&body);
    for tag in ["{{ a }} {% b %} {{&lt;c/&gt;}}", "{{ d }}", "{{&lt;e/&gt;}} `", "{% &lt;f&gt; %}", "{% &lt;/g&gt; %}"]
    {
        assert!(html.contains(tag), "{tag}: {html}");
    }
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert!(body.calls.is_empty());
}

#[test]
fn a_tag_whose_absence_makes_a_fence_comes_out_as_written() {
    let found = html("```{% ` %}\n{{ a }}\n");
    assert_eq!(found, "<pre class=\"code\" data-language=\"{%\" tabindex=\"0\"><code>{{ a }}\n</code></pre>\n");
}

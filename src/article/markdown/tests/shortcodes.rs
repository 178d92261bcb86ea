//! Calls of shortcodes, and tags of other generators.

use super::*;
use serde_json::json;

#[test]
fn a_call_alone_in_its_paragraph_is_a_block() {
    let (body, diagnostics) = read("a\n\n{{<figure src=\"b.png\" n=3 l=[1, 2] on={true}/>}}\n\nc {{<icon/>}} d\n");
    assert_eq!(show(&body), "<p>a</p>\n[call 0]\n<p>c [call 1] d</p>\n");
    assert_eq!(body.calls[0].name, "figure");
    assert_eq!(
        serde_json::Value::Object(body.calls[0].arguments.clone()),
        json!({"src": "b.png", "n": 3, "l": [1, 2], "on": true})
    );
    assert!(body.calls[0].is_block && !body.calls[1].is_block);
    assert_eq!((body.calls[1].place.line, body.calls[1].place.column, body.calls[1].place.length), (5, 3, 11));
    assert!(diagnostics.is_empty());
}

#[test]
fn several_calls_alone_in_a_paragraph_are_blocks() {
    let (body, _) = read("{{<a/>}}\n{{<b/>}}\n");
    assert_eq!(show(&body), "[call 0]\n[call 1]\n");
    assert!(body.calls.iter().all(|call| call.is_block));
    let (body, _) = read("- {{<a/>}}\n- b {{<c/>}}\n");
    assert_eq!(body.calls.iter().map(|call| call.is_block).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn the_body_of_a_call_is_markdown_by_itself() {
    let (body, diagnostics) = read(
        "{% <note title=\"x\"> %}\n## A\n\n*b* {% <note> %}[c](d){% </note> %}\n\n```\n{% </note> %}\n```\n{% </note> %}\n\n## A\n",
    );
    assert_eq!(diagnostics, []);
    assert_eq!(show(&body), "[call 0]\n<h2 id=\"a-1\">A</h2>\n");
    let inner = body.calls[0].body.as_ref().unwrap();
    assert_eq!(
        show(inner),
        "<h2 id=\"a\">A</h2>\n<p><em>b</em> [call 0]</p>\n<pre class=\"code\" tabindex=\"0\"><code>{% &lt;/note&gt; %}\n</code></pre>\n"
    );
    let innermost = inner.calls[0].body.as_ref().unwrap();
    assert_eq!(show(innermost), "<p><a href=\"d\">c</a></p>\n");
    assert_eq!((innermost.links[0].place.line, innermost.links[0].place.column), (4, 21));
}

#[test]
fn a_call_in_a_list_keeps_its_body_out_of_the_indent() {
    let (body, _) =
        read("- a\n\n  {% <note> %}\n  b\n\n      c\n  {% </note> %}\n- d\n\n> {% <note> %}\n> e\n> {% </note> %}\n");
    let inner: Vec<String> = body.calls.iter().map(|call| show(call.body.as_ref().unwrap())).collect();
    assert_eq!(inner, ["<p>b</p>\n<pre class=\"code\" tabindex=\"0\"><code>c\n</code></pre>\n", "<p>e</p>\n"]);
    assert!(body.calls.iter().all(|call| call.is_block));
}

#[test]
fn a_call_may_stand_in_an_address() {
    let (body, _) = read("[a](b/{{<c/>}}?d) ![e](x) <img src=\"{{<f/>}}\">");
    assert!(show(&body).starts_with("<p><a href=\"b/[call 0]?d\">a</a> "), "{}", show(&body));
    assert!(show(&body).ends_with("<img src=\"[call 1]\"></p>\n"), "{}", show(&body));
    assert_eq!(body.links.len(), 1);
}

#[test]
fn a_call_that_cannot_be_read_is_an_error() {
    let text = "a\n\nb {{<c d=e/>}}\n";
    let (body, diagnostics) = read(text);
    assert_eq!(show(&body), "<p>a</p>\n<p>b {{&lt;c d=e/&gt;}}</p>\n");
    assert_eq!(
        faults(&diagnostics),
        [("shortcode-syntax".to_owned(), 3, 10, "argument `d` has `e/` where a literal value was expected".to_owned())]
    );
    assert_eq!(
        diagnostics[0].hints,
        ["values are strings in quotes, numbers, `true`, `false`, `[…]` and `{\"key\": …}`"]
    );
}

#[test]
fn calls_must_be_closed_and_opened() {
    let (_, diagnostics) = read("{% <a> %}\n\ntext\n\n{% </b> %}\n");
    assert_eq!(
        faults(&diagnostics),
        [
            ("shortcode-syntax".to_owned(), 1, 1, "shortcode `a` is opened but not closed".to_owned()),
            ("shortcode-syntax".to_owned(), 5, 1, "shortcode `b` is closed but was not opened".to_owned())
        ]
    );
    let (_, diagnostics) = read("{% <a> %}\n{% <b> %}\n{% </a> %}\n");
    assert_eq!(
        faults(&diagnostics),
        [("shortcode-syntax".to_owned(), 2, 1, "shortcode `b` is opened but not closed".to_owned())]
    );
}

#[test]
fn foreign_tags_come_out_whole_with_one_warning() {
    let tag = "{% include \"linked-figure.html\",\n  alt: \"an \"odd\" *one*\" -- it's %}";
    let (body, diagnostics) = read(&format!(
        "a {tag} b_{{{{ x_y }}}}_\n\n[c]({{{{ \"/d/\" | url }}}}) <img src='{{{{ \"/e\" | url }}}}' class=\"{{{{ \"f\" }}}}\">\n"
    ));
    let html = show(&body);
    assert!(
        html.starts_with(
            "<p>a {% include \"linked-figure.html\",\n  alt: \"an \"odd\" *one*\" -- it's %} b_{{ x_y }}_</p>"
        ),
        "{html}"
    );
    assert!(html.contains("<img src=\"{{ &quot;/e&quot; | url }}\" class=\"{{ &quot;f&quot; }}\">"), "{html}");
    assert_eq!(
        body.links.iter().map(|link| link.target.as_str()).collect::<Vec<_>>(),
        ["{{ \"/d/\" | url }}", "{{ \"/e\" | url }}"]
    );
    assert!(body.links.iter().all(|link| link.is_opaque));
    assert_eq!(
        faults(&diagnostics),
        [(
            "foreign-tag".to_owned(),
            1,
            3,
            "5 tags of another generator: `… | url` 2×, `include` 1×, `x_y` 1×, `…` 1×".to_owned()
        )]
    );
}

#[test]
fn a_foreign_tag_does_not_break_the_list_around_it() {
    assert_eq!(html("1. a\n   {% image \"x\" %}\n2. b\n"), "<ol>\n<li>a\n{% image \"x\" %}</li>\n<li>b</li>\n</ol>\n");
}

#[test]
fn raw_tags_are_written_as_they_are() {
    let (body, diagnostics) = read("{% raw %}\n\n```\n{{ a }}\n```\n\n{{<b/>}}\n\n{% endraw %}\n");
    assert!(body.calls.is_empty());
    assert!(show(&body).contains("<p>{{&lt;b/&gt;}}</p>"), "{}", show(&body));
    assert_eq!(diagnostics.len(), 1);
}

#[test]
fn comments_hold_no_calls() {
    let (body, diagnostics) = read("<!-- {{<a/>}} {% <b> %} {{ c }} -->\n\nx <!-- {{<d/>}} --> y\n");
    assert!(body.calls.is_empty() && diagnostics.is_empty());
    assert_eq!(show(&body), "<!-- {{<a/>}} {% <b> %} {{ c }} -->\n<p>x <!-- {{<d/>}} --> y</p>\n");
}

#[test]
fn private_use_characters_of_a_text_survive() {
    let text = "\u{E000}0\u{E000} {{ a }} \u{E001}{{<b/>}}";
    assert_eq!(html(text), "<p>\u{E000}0\u{E000} {{ a }} \u{E001}[call 0]</p>\n");
}

#[test]
fn a_call_in_alternative_text_is_an_error() {
    let (body, diagnostics) = read("![a {{<b/>}}](c)");
    assert_eq!(faults(&diagnostics)[0].3, "a shortcode cannot stand in the alternative text of a picture");
    assert!(show(&body).contains("alt=\"a {{&lt;b/&gt;}}\""));
}

#[test]
fn tags_in_headings_and_titles_are_whole() {
    let (body, _) = read("## A {{ \"b\" | c }} {{<d/>}}\n\n[e](f \"{{ g }}\")\n");
    assert_eq!(body.headings[0].text, "A {{ \"b\" | c }}");
    assert!(show(&body).contains("title=\"{{ g }}\""));
}

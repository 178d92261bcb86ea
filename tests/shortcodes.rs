//! Shortcodes of the default theme, and the render hooks of a site's own templates.

mod harness;

use harness::{Site, assert_has, assert_lacks};

/// The smallest PNG that has a size: 3 by 2 pixels.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0\x12\x16\xf1\x4d";

/// A site with an article of this body, with pictures, data and another article beside it; pages are not minified.
fn site(body: &str) -> Site {
    Site::plain()
        .file("byline.yaml", "title: The Herald\nurl: https://herald.example/sub\nminify: false\n")
        .file("data/prices.csv", "name,price\nBread,3\nMilk & eggs,2\n")
        .file("content/news/harbour/dawn.png", PNG)
        .file("content/news/harbour/dusk.png", PNG)
        .file("content/news/harbour/film.mp4", "")
        .file("content/news/harbour/sound.mp3", "")
        .file(
            "content/news/harbour/index.md",
            format!("---\ntitle: Harbour\ndate: 2026-01-02\ntopics: [Sea]\n---\n{body}\n"),
        )
        .file("content/news/ferry.md", "---\ntitle: Ferry\ndate: 2026-01-01\ntopics: [Sea]\n---\nText.\n")
}

/// The page of the article with this body.
fn page(body: &str) -> String {
    let site = site(body);
    site.build().without_complaint();
    site.page("news/harbour/index.html")
}

#[test]
fn a_figure_has_size_caption_credit_and_link() {
    let page = page(
        "{{<figure src=\"dawn.png\" alt=\"A *harbour*\" caption=\"At *dawn*\" credit=\"Ada\" link=\"../ferry.md\"/>}}",
    );
    assert_has(
        &page,
        "<a href=\"/sub/news/ferry/\"><img src=\"/sub/news/harbour/dawn.png\" alt=\"A *harbour*\" width=\"3\" height=\"2\" loading=\"lazy\"",
    );
    assert_has(&page, "<figcaption>At <em>dawn</em> <span class=\"credit\">");
}

#[test]
fn a_gallery_shows_the_pictures_of_its_list_or_of_its_body() {
    let listed = page(
        "{{<gallery pictures=[\"dawn.png\", {\"src\": \"dusk.png\", \"alt\": \"Dusk\", \"caption\": \"At *dusk*\"}]/>}}",
    );
    assert_has(&listed, "<img src=\"/sub/news/harbour/dawn.png\" alt=\"\" width=\"3\"");
    assert_has(&listed, "<img src=\"/sub/news/harbour/dusk.png\" alt=\"Dusk\" width=\"3\"");
    assert_has(&listed, "<figcaption>At <em>dusk</em></figcaption>");
    let written =
        page("{% <gallery caption=\"Both\"> %}\n![Dawn](dawn.png)\n\n![Dusk](dusk.png \"At dusk\")\n{% </gallery> %}");
    assert_has(&written, "<img src=\"/sub/news/harbour/dawn.png\" alt=\"Dawn\"");
    assert_has(&written, "<figcaption>At dusk</figcaption>");
    assert_has(&written, "<figcaption>Both</figcaption>");
}

#[test]
fn films_and_recordings_are_the_sites_own_files() {
    let page = page(
        "{{<video src=\"film.mp4\" poster=\"dawn.png\" caption=\"A film\"/>}}\n\n{{<audio src=\"sound.mp3\" title=\"Gulls\" transcript=\"/news/ferry/\"/>}}",
    );
    assert_has(
        &page,
        "<video src=\"/sub/news/harbour/film.mp4\" controls preload=\"none\" poster=\"/sub/news/harbour/dawn.png\"",
    );
    assert_has(&page, "<audio src=\"/sub/news/harbour/sound.mp3\" controls preload=\"none\" aria-label=\"Gulls\">");
    assert_has(&page, "<a href=\"/sub/news/ferry/\">Transcript</a>");
}

#[test]
fn embeds_stand_in_a_closed_details_element() {
    let page = page(
        "{{<youtube id=\"a_B-1\" title=\"A song\" start=10/>}}\n\n{{<embed url=\"https://maps.example/?a=1&b=2\" title=\"A map\" height=300/>}}",
    );
    assert_has(
        &page,
        "<details>\n<summary>Open here: <span class=\"media-title\">A song</span></summary>\n<iframe src=\"https://www.youtube-nocookie.com/embed/a_B-1?start=10\" title=\"A song\" loading=\"lazy\"",
    );
    assert_has(&page, "<iframe src=\"https://maps.example/?a=1&amp;b=2\" title=\"A map\" loading=\"lazy\"");
    assert_has(&page, "style=\"height: 300px\"");
}

#[test]
fn notes_details_and_quotes_hold_markdown() {
    let page = page(
        "{% <note kind=\"warning\"> %}Take *care*.{% </note> %}\n\n{% <details summary=\"More & more\" open={true}> %}\n- one\n{% </details> %}\n\n{% <pullquote by=\"Ada\"> %}It is **time**.{% </pullquote> %}",
    );
    assert_has(&page, "<p class=\"alert-title\">Warning</p>\n<p>Take <em>care</em>.</p>");
    assert_has(&page, "<details class=\"more\" open>\n<summary>More &amp; more</summary>\n<ul>\n<li>one</li>");
    assert_has(&page, "<blockquote><p>It is <strong>time</strong>.</p>\n</blockquote>\n<figcaption>Ada</figcaption>");
}

#[test]
fn words_of_shortcodes_are_in_the_language_of_the_page() {
    let site = site("");
    site.write(
        "content/news/harbour/index.md",
        "---\ntitle: Hafen\ndate: 2026-01-02\nlanguage: de\n---\n{% <note> %}Achtung.{% </note> %}\n",
    );
    site.build().without_complaint();
    assert_has(&site.page("news/harbour/index.html"), "<p class=\"alert-title\">Hinweis</p>");
}

#[test]
fn related_articles_are_named_or_found() {
    let box_of = |call: &str| {
        let page = page(call);
        let start = page.find("<aside class=\"related-box\">").expect("there is a box");
        page[start..page[start..].find("</aside>").expect("it ends") + start].to_owned()
    };
    assert_has(&box_of("{{<related/>}}"), "<a class=\"headline\" href=\"/sub/news/ferry/\">Ferry</a>");
    assert_has(
        &box_of("{{<related articles=[\"news/ferry.md\"] title=\"Read on\"/>}}"),
        "<p class=\"label-line\">Read on</p>",
    );
}

#[test]
fn a_data_file_becomes_a_table() {
    let page = page(
        "{{<table-from-data name=\"prices\" columns=[\"price\", \"name\"] headings=[\"Price\", \"What\"] caption=\"In *euros*\"/>}}",
    );
    assert_has(&page, "<caption>In <em>euros</em></caption>");
    assert_has(&page, "<thead><tr><th scope=\"col\">Price</th><th scope=\"col\">What</th></tr></thead>");
    assert_has(&page, "<tr><td>3</td><td>Bread</td></tr>\n<tr><td>2</td><td>Milk &amp; eggs</td></tr>");
}

#[test]
fn what_a_call_leads_to_is_published_and_checked_like_any_link() {
    let site = site("{{<figure src=\"dwn.png\" alt=\"x\" link=\"nowhere.md\"/>}}\n\n{{<figure src=\"dawn.png\"/>}}");
    site.write("byline.yaml", "title: The Herald\nurl: https://herald.example\nchecks: {missing-alt: warn}\n");
    let run = site.run(&["check"]).code(0);
    assert_has(&run.stderr, "warning[missing-picture]");
    assert_has(&run.stderr, " --> content/news/harbour/index.md:6:11\n");
    assert_has(&run.stderr, "warning[dead-link]");
    assert_has(&run.stderr, " --> content/news/harbour/index.md:6:33\n");
    assert_has(
        &run.stderr,
        "warning[missing-alt]: the picture `dawn.png` has no alternative text\n --> content/news/harbour/index.md:8:11\n",
    );
}

/// The site whose templates write links, pictures, headings, code, tables and quotations their own way.
fn hooked(body: &str) -> String {
    let site = site(body)
        .file("templates/components/link.html", "{% component link(href, title, external, id, class, attributes) %}<a data-own href=\"{{ href }}\"{% if title %} title=\"{{ title }}\"{% endif %}{% if external %} rel=\"external\"{% endif %}{% if id %} id=\"{{ id }}\"{% endif %}{% if class %} class=\"{{ class }}\"{% endif %}{% for key, value in attributes %} {{ key }}=\"{{ value }}\"{% endfor %}>{{ body }}</a>{% endcomponent link %}")
        .file("templates/components/image.html", "{% component image(src, alt, title, width, height, block) %}<img data-own src=\"{{ src }}\" alt=\"{{ alt }}\" title=\"{{ title }}\" data-size=\"{{ width }}x{{ height }}\" data-block=\"{{ block }}\">{% endcomponent image %}")
        .file("templates/components/heading.html", "{% component heading(level, id, text) %}<h{{ level }} id=\"{{ id }}\" data-text=\"{{ text }}\">{{ body }} <a href=\"#{{ id }}\">#</a></h{{ level }}>{% endcomponent heading %}")
        .file("templates/components/code_block.html", "{% component code_block(language, code) %}<pre data-language=\"{{ language }}\" data-code=\"{{ code }}\">{{ body }}</pre>{% endcomponent code_block %}")
        .file("templates/components/table.html", "{% component table() %}<table data-own>{{ body }}</table>{% endcomponent table %}")
        .file("templates/components/blockquote.html", "{% component blockquote(kind, title) %}<blockquote data-kind=\"{{ kind or \"\" }}\" data-title=\"{{ title }}\">{{ body }}</blockquote>{% endcomponent blockquote %}");
    site.build().without_complaint();
    let page = site.page("news/harbour/index.html");
    let start = page.find("<div class=\"prose").expect("the page has a body");
    page[start..page[start..].find("</article>").expect("it ends") + start].to_owned()
}

#[test]
fn components_of_a_site_write_markup_their_own_way() {
    let page = hooked(
        "## A *first* heading\n\n[In](../ferry.md \"T\") and [out](https://other.example/?a&b){.c #d rel=nofollow}.\n\nSee ![a \"b\"](dawn.png \"c\") there.\n\n![alone](dusk.png)\n\n```rust\nif a < b {}\n```\n\n| a | b |\n|---|--:|\n| [x](../ferry.md) | 1 |\n\n> A quote\n\n> [!TIP]\n> Advice.",
    );
    assert_has(
        &page,
        "<h2 id=\"a-first-heading\" data-text=\"A first heading\">A <em>first</em> heading <a href=\"#a-first-heading\">#</a></h2>",
    );
    assert_has(&page, "<a data-own href=\"/sub/news/ferry/\" title=\"T\">In</a>");
    assert_has(
        &page,
        "<a data-own href=\"https://other.example/?a&amp;b\" rel=\"external\" id=\"d\" class=\"c\" rel=\"nofollow\">out</a>",
    );
    assert_has(
        &page,
        "<p>See <img data-own src=\"/sub/news/harbour/dawn.png\" alt=\"a “b”\" title=\"c\" data-size=\"3x2\" data-block=\"false\"> there.</p>",
    );
    assert_has(
        &page,
        "<img data-own src=\"/sub/news/harbour/dusk.png\" alt=\"alone\" title=\"\" data-size=\"3x2\" data-block=\"true\">",
    );
    assert_lacks(&page, "<figure");
    assert_has(&page, "<pre data-language=\"rust\" data-code=\"if a &lt; b {}\n\">");
    assert_has(&page, "<table data-own><thead><tr><th>a</th>");
    assert_has(&page, "<td><a data-own href=\"/sub/news/ferry/\">x</a></td>");
    assert_has(&page, "</tbody></table>");
    assert_has(&page, "<blockquote data-kind=\"\" data-title=\"\"><p>A quote</p>\n</blockquote>");
    assert_has(&page, "<blockquote data-kind=\"tip\" data-title=\"Tip\"><p>Advice.</p>\n</blockquote>");
}

#[test]
fn hooks_may_stand_in_each_other_and_in_notes_lists_and_shortcodes() {
    let page = hooked(
        "> ## H\n> - [a](../ferry.md) [![p](dawn.png)](dusk.png)[^n]\n\n{% <note> %}\n> [b](../ferry.md)\n{% </note> %}\n\n[^n]: Note with a [link](../ferry.md).\n\n    > quoted\n",
    );
    assert_has(
        &page,
        "<blockquote data-kind=\"\" data-title=\"\"><h2 id=\"h\" data-text=\"H\">H <a href=\"#h\">#</a></h2>",
    );
    assert_has(
        &page,
        "<li><a data-own href=\"/sub/news/ferry/\">a</a> <a data-own href=\"/sub/news/harbour/dusk.png\"><img data-own src=\"/sub/news/harbour/dawn.png\"",
    );
    assert_has(
        &page,
        "<blockquote data-kind=\"\" data-title=\"\"><p><a data-own href=\"/sub/news/ferry/\">b</a></p>\n</blockquote>",
    );
    let notes = &page[page.find("doc-endnotes").expect("there are notes")..];
    assert_has(notes, "<p>Note with a <a data-own href=\"/sub/news/ferry/\">link</a>.</p>");
    assert_has(notes, "<blockquote data-kind=\"\" data-title=\"\"><p>quoted</p>\n</blockquote>");
}

#[test]
fn a_linked_picture_alone_keeps_its_figure_around_both_hooks() {
    let page = hooked("[![p](dawn.png \"Caption\")](../ferry.md)");
    assert_has(&page, "<figure><a data-own href=\"/sub/news/ferry/\"><img data-own src=\"/sub/news/harbour/dawn.png\"");
    assert_has(&page, "<figcaption>Caption</figcaption></figure>");
}

#[test]
fn a_hook_that_fails_names_its_template_and_the_page() {
    let site = site("[a](../ferry.md)")
        .file("templates/components/link.html", "{% component link(href) %}{{ href | int }}{% endcomponent link %}");
    let run = site.run(&["build"]).code(1);
    assert_has(&run.stderr, " --> templates/components/link.html:1:");
    assert_has(&run.stderr, "content/news/harbour/index.md");
    assert_has(&run.stderr, "while the page /news/harbour/ was rendered");
}

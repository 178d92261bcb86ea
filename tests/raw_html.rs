//! `markdown.html`: what becomes of raw HTML that is allowed, sanitized or escaped.

mod harness;
mod judges;

use byline::article::markdown::{BodySource, body, inline};
use byline::config::{MarkdownOptions, RawHtml};
use byline::path::SourcePath;
use harness::{Site, assert_has, assert_lacks};

/// What has been tried, in forms of our own: each would run, restyle, send or break out.
const ATTACKS: &[&str] = &[
    "<script>steal()</script>",
    "a <script>steal()</script> b",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script\n\nsrc=x>\n\nsteal()\n\n</script>",
    "<scr<script>ipt>steal()</scr</script>ipt>",
    "<img src=x onerror=steal()>",
    "<IMG SRC=\"x\" OnErRoR='steal()'/>",
    "<img/src=x/onerror=steal()>",
    "<img src=\"x\"onerror=\"steal()\">",
    "text <b onmouseover=\"steal()\">over</b>",
    "<a href=\"javascript:steal()\">x</a>",
    "<a href=' JaVa\tScRiPt:steal()'>x</a>",
    "<a href=\"java&#10;script:steal()\">x</a>",
    "<a href=\"&#106;&#x61;vascript&colon;steal()\">x</a>",
    "<a href=\"&#0000106&#0000097vascript:steal()\">x</a>",
    "<a href=\"&#1;javascript:steal()\">x</a>",
    "[x](javascript:steal())",
    "[x](<java script:steal()>)",
    "[x](&#106;avascript:steal() \"t\")",
    "![x](vbscript:steal)",
    "<javascript:steal()>",
    "[x][r]\n\n[r]: data:text/html;base64,PHNjcmlwdD4=",
    "[[javascript:steal()]]",
    "<iframe src=\"//evil.example\"></iframe>",
    "<iframe srcdoc=\"<script>steal()</script>\">\n\n<b>in</b>\n\n</iframe>",
    "<object data=\"x.swf\"><embed src=\"x.swf\"></object>",
    "<svg onload=steal()><script>steal()</script></svg>",
    "a <svg><a xlink:href=\"javascript:steal()\"><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=steal()></style></mglyph></table></mtext></math>",
    "<form action=\"//evil.example\"><input name=password><button formaction=\"javascript:steal()\">x</button></form>",
    "<style>body { background: url(//evil.example) }</style>",
    "<p style=\"position: fixed; inset: 0\">x</p>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content=\"0;url=//evil.example\">",
    "<base href=\"//evil.example/\">",
    "<body onload=steal()>",
    "<details open ontoggle=steal()><summary>x</summary></details>",
    "<video poster=javascript:steal() src=x onloadstart=steal()></video>",
    "<video><source onerror=\"steal()\" src=x></video>",
    "<img srcset=\"javascript:steal() 1x, data:text/html,x 2x\">",
    "<!--><img src=x onerror=steal()>-->",
    "<!-- --!><script>steal()</script> -->",
    "<![CDATA[><script>steal()</script>]]>",
    "<?x ><script>steal()</script>?>",
    "<noscript><p title=\"</noscript><img src=x onerror=steal()>\"></noscript>",
    "<textarea></textarea><script>steal()</script>",
    "<title><a title=\"</title><script>steal()</script>\"></title>",
    "<xmp><p title=\"</xmp><script>steal()</script>\"></xmp>",
    "<template><script>steal()</script></template>",
    "<plaintext>\n\nafter",
    "<div title='\"><script>steal()</script>'>x</div>",
    "<b title=\"`'<>&quot;><script>steal()</script>\">x</b>",
    "<b {{ ><script>steal()</script> }}>x</b>",
    "<a title=\"{{ \"><script>steal()</script>\" }}\">x</a>",
    "<a href=\"{{<note/>}}javascript:steal()\">x</a>",
    "[x]({{<note/>}}javascript:steal())",
    "{% <note> %}<img src=x onerror=steal()>{% </note> %}",
    "<script src=//evil.example/x.js\n\nnext paragraph > more",
    "<img src=x onerror=steal() ",
    "</article></main></body><script>steal()</script>",
    "</div></div></main>\n\n<div>\n\n- a <b>\n- c </div>\n\n> <i>d",
    "*a <b>b* c</b> **d <i>e** f</i>",
    "| a <b> | c </b> |\n|---|---|\n| <div> | </div> |",
    "<table><tr><td>a<td>b<tr><td>c</table>",
    "<li>a<li>b<p>c<p>d<div>e",
    "# a <b>b\n\n[^n]: <u>x\n\n<ins>y[^n]",
    "<a href=x><a href=y>z</a></a> <a>[m](n)</a>",
];

/// The HTML of a body under `mode`, with the bodies of its calls in their places.
fn html(text: &str, mode: RawHtml) -> String {
    let file = SourcePath::new("content/a.md").expect("a path");
    let options = MarkdownOptions { html: mode, ..MarkdownOptions::default() };
    let source = BodySource {
        file: &file,
        text,
        body: 0..text.len(),
        options: &options,
        drop_first_heading: false,
        has_summary: true,
    };
    judges::markdown::whole(&body(&source).0)
}

#[test]
fn no_attack_runs_or_breaks_out_where_html_is_not_trusted() {
    for mode in [RawHtml::Sanitize, RawHtml::Escape] {
        for attack in ATTACKS {
            let options = MarkdownOptions { html: mode, ..MarkdownOptions::default() };
            for around in ["{}", "before {} after\n\nmore", "- {}\n\n  > {}\n\nmore", "<div>\n\n{}\n\n</div>\n\nmore"] {
                judges::sanitized::judge(&html(&around.replace("{}", attack), mode));
            }
            judges::sanitized::judge(&inline(attack, &options).html);
            judges::markdown::judge(attack.as_bytes());
        }
        // all of them after each other, so that what one leaves open meets the next
        judges::sanitized::judge(&html(&ATTACKS.join("\n\n"), mode));
    }
    assert!(ATTACKS.len() >= 25);
}

#[test]
#[should_panic(expected = "`onerror` of `img` is there")]
fn the_judge_sees_an_attack() {
    judges::sanitized::judge(&html("<img src=x onerror=steal()>", RawHtml::Allow));
}

#[test]
#[should_panic(expected = "it does not end where it began")]
fn the_judge_sees_what_breaks_out() {
    judges::sanitized::judge(&html("</main>", RawHtml::Allow));
}

#[test]
fn what_is_harmless_is_kept() {
    let kept = |text: &str| html(text, RawHtml::Sanitize).trim_end().to_owned();
    assert_eq!(
        kept("<p class=\"a\" id=b title='c \"d\"' onclick=e style=f>g &amp; h</p>"),
        "<p class=\"a\" id=\"b\" title=\"c &quot;d&quot;\">g &amp; h</p>"
    );
    assert_eq!(
        kept("x <A HREF=\"/y?a=1&amp;b\" rel=nofollow>y</A> <kbd>z</kbd><br>"),
        "<p>x <a href=\"/y?a=1&amp;b\" rel=\"nofollow\">y</a> <kbd>z</kbd><br /></p>"
    );
    assert_eq!(
        kept("<img src=a.png alt=\"A\" width=3 srcset=\"a.png 1x, b.png 2x\">"),
        "<img src=\"a.png\" alt=\"A\" width=\"3\" srcset=\"a.png 1x, b.png 2x\" />"
    );
    let figure = "<figure><video src=\"a.mp4\" controls=\"\"></video><figcaption>A <em>b</em></figcaption></figure>";
    assert_eq!(kept(&figure.replace("=\"\"", "")), figure);
    assert_eq!(kept("<div>\n\n*a*\n\n</div>"), "<div>\n<p><em>a</em></p>\n</div>");
    assert_eq!(kept("<form>a <input> <b>b</b></form>"), "a  <b>b</b>");
    assert_eq!(kept("<ul><li>a<li>b</ul>"), "<ul><li>a</li><li>b</li></ul>");
    assert_eq!(kept("a < b <c"), "<p>a &lt; b &lt;c</p>");
    assert_eq!(kept("<a href=\"mailto:a@b.example\">m</a>"), "<p><a href=\"mailto:a@b.example\">m</a></p>");
}

#[test]
fn what_markdown_makes_is_the_same_whatever_becomes_of_html() {
    let text = "# H {#own .c}\n\n- [x] done\n\n![a](b.png \"t\")\n\n| a |\n|:-:|\n| b[^1] |\n\n```rust\nlet a = \"<b>\";\n```\n\n\
                $$\nx^2 < y\n$$\n\n> [!NOTE]\n> n\n\n[^1]: note\n\n<https://e.example> [l](m.md){rel=x} {{ foreign }}\n\nA\n: b\n";
    let allowed = html(text, RawHtml::Allow);
    for part in ["<math", "class=\"c-", "type=\"checkbox\"", "footnote-ref", "<figure>", "text-align: center", "<aside"]
    {
        assert_has(&allowed, part);
    }
    assert_eq!(html(text, RawHtml::Sanitize), allowed);
    assert_eq!(html(text, RawHtml::Escape), allowed);
}

#[test]
fn escaped_html_is_printed_as_text() {
    let escaped = |text: &str| html(text, RawHtml::Escape).trim_end().to_owned();
    assert_eq!(escaped("<div class=\"a\">b &amp; c</div>"), "<p>&lt;div class=\"a\"&gt;b &amp;amp; c&lt;/div&gt;</p>");
    assert_eq!(escaped("a <b>*c*</b>"), "<p>a &lt;b&gt;<em>c</em>&lt;/b&gt;</p>");
    assert_eq!(
        escaped("<script>\nif (a < b) {}\n</script>"),
        "<p>&lt;script&gt;\nif (a &lt; b) {}\n&lt;/script&gt;</p>"
    );
    assert_eq!(escaped("a <!-- not for readers --> b"), "<p>a  b</p>");
    assert_eq!(escaped("## A <b>c</b>"), "<h2 id=\"a-bc-b\">A &lt;b&gt;c&lt;/b&gt;</h2>");
}

#[test]
fn the_marker_of_the_excerpt_works_whatever_becomes_of_html() {
    for mode in ["allow", "sanitize", "escape"] {
        let site = Site::new()
            .file("byline.yaml", format!("title: The Herald\nminify: false\nmarkdown: {{html: {mode}}}\n"))
            .file(
                "content/a.md",
                "---\ntitle: A\ndate: 2026-01-01\n---\nShown above.\n\n<!-- more -->\n\nShown below.\n",
            );
        site.build().without_complaint();
        assert_has(&site.page("a/index.html"), "Shown below.");
        assert_lacks(&site.page("a/index.html"), "more");
        assert_lacks(&site.page("index.html"), "Shown below.");
    }
}

#[test]
fn titles_deks_captions_and_bodies_of_shortcodes_obey_too() {
    let site = |mode: &str| {
        let site = Site::new()
            .file("byline.yaml", format!("title: The Herald\nminify: false\nmarkdown: {{html: {mode}}}\n"))
            .file("templates/components/box.html", "{% component box() %}<div class=\"box\">{{ body }}</div>{% endcomponent box %}\n")
            .file(
                "content/a.md",
                "---\ntitle: A <em onclick=x>slow</em> train\ndescription: It <b>is</b> late <script>x</script>\ndate: 2026-01-01\n\
                 image: {src: 'https://p.example/a.png', alt: A, caption: 'The <i>old</i> one'}\n---\n\
                 {% <box> %}<u onclick=x>within</u>{% </box> %}\n\n## Part <u onclick=x>one</u>\n",
            );
        site.build();
        site.page("a/index.html")
    };
    let sanitized = site("sanitize");
    for part in [
        "A <em>slow</em> train</h1>",
        "It <b>is</b> late",
        "The <i>old</i> one",
        "<u>within</u>",
        "Part <u>one</u></h2>",
    ] {
        assert_has(&sanitized, part);
    }
    assert_lacks(&sanitized, "onclick");
    let escaped = site("escape");
    for part in [
        "A &lt;em onclick=x&gt;slow&lt;/em&gt; train</h1>",
        "It &lt;b&gt;is&lt;/b&gt; late",
        "The &lt;i&gt;old&lt;/i&gt; one",
        "&lt;u onclick=x&gt;within&lt;/u&gt;",
        "Part &lt;u onclick=x&gt;one&lt;/u&gt;</h2>",
    ] {
        assert_has(&escaped, part);
    }
    assert_has(&site("allow"), "<u onclick=x>within</u>");
}

#[test]
fn shortcodes_lead_nowhere_bad_where_html_is_not_trusted() {
    let body = "{{<embed url=\"javascript:steal()\" title=\"T\"/>}}\n\n{{<figure src=\"https://p.example/a.png\" alt=\"A\" \
                link=\"java\tscript:steal()\"/>}}\n\n[x](javascript:steal())\n\n![x](vbscript:steal())\n";
    for mode in ["sanitize", "escape"] {
        let site = Site::new()
            .file("byline.yaml", format!("title: The Herald\nminify: false\nmarkdown: {{html: {mode}}}\n"))
            .file("templates/components/link.html", "{% component link(href, title, external) %}<a class=\"own\" href=\"{{ href }}\">{{ body }}</a>{% endcomponent link %}\n")
            .file("content/a.md", format!("---\ntitle: A\ndate: 2026-01-01\n---\n{body}"));
        site.build().without_complaint();
        let page = site.page("a/index.html");
        assert_lacks(&page, "steal");
        assert_has(&page, "https://p.example/a.png");
    }
}

//! Templates: of random pieces that show few fields each, of blocks over those of the theme, and one that shows everything.

use super::random::Random;

/// The pages' templates.
pub(crate) const PAGES: [&str; 19] = [
    "home.html",
    "section.html",
    "pages.html",
    "article.html",
    "page.html",
    "taxonomy.html",
    "term.html",
    "authors.html",
    "author.html",
    "series.html",
    "archive.html",
    "archive_year.html",
    "archive_month.html",
    "404.html",
    "redirect.html",
    "gone.html",
    "special.html",
    "special_list.html",
    "topics.html",
];
/// Parts of the theme's pages that a site may have its own of.
pub(crate) const PARTS: [&str; 5] =
    ["head_end.html", "body_end.html", "partials/dates.html", "partials/footer.html", "partials/related.html"];
/// Components that take the place of byline's own markup.
pub(crate) const HOOKS: [&str; 6] = ["link", "heading", "image", "blockquote", "table", "code_block"];
/// Templates of other files.
pub(crate) const OUTPUTS: [&str; 2] = ["all.json", "humans.txt"];

/// What every page has.
const COMMON: [&str; 16] = [
    "{{ site.title }}",
    "{% for item in site.sections %}{{ item.title }} {{ item.href }}{% endfor %}",
    "{{ site.navigation | json_encode }}",
    "{{ site.extra | json_encode }}",
    "{{ site.description }}{{ site.url }}",
    "{{ page.title_tag }}",
    "{{ page.canonical }}",
    "{{ page.description }}{{ page.source }}",
    "{{ page.href | absolute }}",
    "{{ theme.accent }}{{ theme.footer }}",
    "{{ asset(path=\"site.css\") }}",
    "{{ url(path=\"/news/\") }}",
    "{{ t(key=\"by\") }}{{ t(key=\"articles\", count=2) }}",
    "{{ site.topic_index }}{{ site.archive }}{{ site.author_index }}",
    "{{ page.kind }}{{ page.language }}",
    "{{ \"so *it* -- is\" | markdown }}",
];
/// What any template, also of a component, may ask for.
const QUERIES: [&str; 20] = [
    "{% for item in articles(section=\"news\", limit=2) %}CARD{% endfor %}",
    "{% for item in articles(topic=\"harbour\") %}CARD{% endfor %}",
    "{% for item in articles(author=\"ann-poe\", limit=3) %}CARD{% endfor %}",
    "{% for item in articles(series=\"lamps\") %}CARD{% endfor %}",
    "{% for item in articles(featured=true) %}CARD{% endfor %}",
    "{% for item in articles(section=\"handbook\") %}CARD{% endfor %}",
    "{% for item in articles(section=\"news\", topic=\"harbour\", author=\"ann-poe\") %}CARD{% endfor %}",
    "{% for item in articles(limit=1) %}CARD{% endfor %}",
    "{% for item in articles() %}CARD{% endfor %}",
    "{{ articles() | length }}",
    "{% set item = article(path=\"news/harbour.md\") %}{% if item %}CARD{% else %}none{% endif %}",
    "{% set item = article(path=\"sport/ferry.md\") %}{% if item %}CARD{% else %}none{% endif %}",
    "{{ section(path=\"news\") | json_encode }}",
    "{% set place = section(path=\"sport\") %}{{ place.title }}",
    "{{ data(name=\"prices\") | json_encode }}",
    "{% set facts = data(name=\"facts\") %}{{ facts.motto }}",
    "{{ picture_size(src=\"/images/quay.png\") | json_encode }}{{ picture_size(src=\"/news/quay.png\") | json_encode }}",
    "{% for item in related(limit=2) %}CARD{% endfor %}",
    "{% for term in terms(taxonomy=\"topic\") %}{{ term.name }} {{ term.count }} {% endfor %}",
    "{% for term in terms(taxonomy=\"author\") %}{{ term.href }}{% if term.latest %}{{ term.latest.date }}{% endif %}{% endfor %}",
];
/// Fields of a card.
const CARD: [&str; 20] = [
    "{{ item.title }}",
    "{{ item.href }}",
    "{{ item.dek }}",
    "{% if item.date %}{{ item.date.date }}{% endif %}",
    "{% if item.updated %}{{ item.updated.text }}{% endif %}",
    "{% if item.image %}{{ item.image.src }} {{ item.image.width }}{% endif %}",
    "{% for person in item.authors %}{{ person.name }} {{ person.href }}{% endfor %}",
    "{% for topic in item.topics %}{{ topic.name }}{% endfor %}",
    "{% if item.section %}{{ item.section.title }}{% endif %}",
    "{% if item.series %}{{ item.series.name }} {{ item.series.part }}{% endif %}",
    "{{ item.excerpt }}",
    "{{ item.words }} {{ item.minutes }}",
    "{{ item.labels | json_encode }}",
    "{{ item.extra | json_encode }}",
    "{{ item.kicker }}{{ item.printed_byline }}",
    "{{ item.is_draft }}{{ item.is_scheduled }}{{ item.is_expired }}",
    "{{ item.id }}",
    "{{ item.terms | json_encode }}",
    "{{ item.featured }}{{ item.weight }}{{ item.language }}{{ item.external }}",
    "{{ item | json_encode }}",
];
/// What pages of articles have.
const ARTICLE: [&str; 20] = [
    "{{ article.title }}",
    "{{ article.body }}",
    "{{ article.body }}",
    "{% for item in article.related %}CARD{% endfor %}",
    "{% if article.previous %}{% set item = article.previous %}CARD{% endif %}",
    "{% if article.next %}{% set item = article.next %}CARD{% endif %}",
    "{% for item in article.series_parts %}CARD{% endfor %}",
    "{% if article.series_previous %}{{ article.series_previous.title }}{% endif %}",
    "{% for person in article.profiles %}{{ person.name }}{% endfor %}",
    "{% for person in article.profiles %}{{ person.bio }}{{ person.picture | json_encode }}{% endfor %}",
    "{{ article.breadcrumbs | json_encode }}",
    "{{ article.toc | json_encode }}{{ article.show_toc }}",
    "{{ article.corrections | json_encode }}",
    "{{ article.source | json_encode }}{{ article.credit }}",
    "{{ article.roles | json_encode }}",
    "{{ article.comments }}{{ article.share }}",
    "{{ article.canonical }}{{ article.link }}",
    "{{ article | json_encode }}",
    "{% set item = article %}CARD CARD",
    "{{ sidebar | json_encode }}",
];
/// What every list may show.
const LISTING: [&str; 4] = [
    "{% if listing %}{% for item in listing.items %}CARD{% endfor %}{% endif %}",
    "{% if listing %}{% for item in listing.items %}CARD CARD{% endfor %}{{ listing.older }}{{ listing.newer }}{% endif %}",
    "{% if listing %}{{ listing.number }}{{ listing.older }}{% endif %}",
    "{{ listing | json_encode }}",
];

/// What only the pages of one template show.
fn own(name: &str) -> &'static [&'static str] {
    match name {
        "article.html" | "page.html" | "special.html" => &ARTICLE,
        "home.html" => &[
            "{% if home.lead %}{% set item = home.lead %}CARD{% endif %}",
            "{% for item in home.featured %}CARD{% endfor %}",
            "{% for part in home.sections %}{{ part.title }}{% for item in part.items %}CARD{% endfor %}{% endfor %}",
            "{{ home | json_encode }}",
            "{{ section.title }}{{ section.body }}",
        ],
        "section.html" | "pages.html" | "special_list.html" => &[
            "{{ section.title }}",
            "{{ section.description }}{{ section.body }}",
            "{{ section.children | json_encode }}",
            "{{ section.breadcrumbs | json_encode }}",
            "{% if section.lead %}{% set item = section.lead %}CARD{% endif %}",
            "{% for item in section.featured %}CARD{% endfor %}",
            "{{ section | json_encode }}",
            "{{ sidebar | json_encode }}",
        ],
        "taxonomy.html" | "authors.html" | "topics.html" => &[
            "{% for term in taxonomy.terms %}{{ term.name }}{% endfor %}",
            "{% for term in taxonomy.terms %}{{ term.href }} {{ term.count }}{% endfor %}",
            "{% for term in taxonomy.terms %}{{ term.latest | json_encode }}{% endfor %}",
            "{{ taxonomy.title }}{{ taxonomy.description }}",
            "{{ taxonomy | json_encode }}",
        ],
        "term.html" | "series.html" => &[
            "{{ term | json_encode }}",
            "{% if term %}{{ term.name }}{% endif %}",
            "{{ parts | json_encode }}",
            "{{ taxonomy.title }}",
        ],
        "author.html" => &["{{ author.name }}", "{{ author.bio }}{{ author.body }}", "{{ author | json_encode }}"],
        "archive.html" | "archive_year.html" | "archive_month.html" => &["{{ archive | json_encode }}"],
        "redirect.html" => &["{{ redirect.href }}", "{{ redirect.url }}"],
        _ => &["none"],
    }
}

/// A template's text of a name; `name` may be that of a page, a part, a component or an output.
pub(crate) fn template(random: &mut Random, name: &str) -> String {
    if let Some(component) = name.strip_prefix("components/") {
        return component_text(random, component.trim_end_matches(".html"));
    }
    match name {
        "all.json" => with_cards(random, "[{% for item in articles() %}\"CARD\",{% endfor %}\"\"] QUERY"),
        "humans.txt" => with_cards(random, "{{ site.title }} QUERY"),
        "partials/dump.html" => dump(),
        _ if PARTS.contains(&name) || name.starts_with("partials/") => {
            let text = format!("<p>{} QUERY</p>{}", random.pick(&COMMON), mark(random));
            with_cards(random, &text)
        }
        _ if random.chance(25) && has_original(name) => over(random, name),
        _ => sparse(random, name),
    }
}

/// Whether the theme has a template of this name, with the blocks of `base.html`.
fn has_original(name: &str) -> bool {
    !["special.html", "special_list.html", "topics.html", "redirect.html", "gone.html"].contains(&name)
}

/// A template that fills a block of the theme's.
fn over(random: &mut Random, name: &str) -> String {
    let block = match name {
        "article.html" => random.pick(&["article_head", "article_picture", "article_foot", "after_article", "footer"]),
        "home.html" => random.pick(&["front", "latest", "front_sections", "masthead"]),
        _ => random.pick(&["title", "head_links", "masthead", "footer"]),
    };
    let shown = pieces(random, name);
    let before = if random.chance(50) { "{{ super() }}" } else { "" };
    let call = random.pick(&["", "{{ <shown /> }}", "{{ <outer /> }}"]);
    format!(
        "{{% extends \"broadsheet/{name}\" %}}\n{{% block {block} %}}{before}\n{shown}{call}\n{}{{% endblock {block} %}}\n",
        mark(random)
    )
}

/// A template that shows a few things, alone or in the frame of a site's own.
fn sparse(random: &mut Random, name: &str) -> String {
    let shown = pieces(random, name);
    let call = random.pick(&["", "{{ <shown /> }}", "{{ <outer /> }}", "{% include \"partials/piece.html\" %}"]);
    format!(
        "<!doctype html>\n<html><head><title>-</title></head><body>\n{shown}{call}\n{}</body></html>\n",
        mark(random)
    )
}

/// A line whose letter tells versions apart.
fn mark(random: &mut Random) -> String {
    format!("<p>mark {}</p>\n", random.below(1000))
}

/// A few things that a page of a template may show.
fn pieces(random: &mut Random, name: &str) -> String {
    let mut text = String::new();
    for _ in 0..1 + random.below(4) {
        let piece = match random.below(8) {
            0 => random.pick(&COMMON),
            1 => random.pick(&QUERIES),
            2 | 3 if has_listing(name) => random.pick(&LISTING),
            _ => random.pick(own(name)),
        };
        text += &format!("<div>{piece}</div>\n");
    }
    with_cards(random, &text)
}

fn has_listing(name: &str) -> bool {
    !["article.html", "page.html", "special.html", "404.html", "redirect.html", "gone.html"].contains(&name)
}

/// A text with random fields for each `CARD`, and a random question for each `QUERY`.
fn with_cards(random: &mut Random, text: &str) -> String {
    let mut text = text.replace("QUERY", random.pick(&QUERIES));
    while text.contains("CARD") {
        let fields: String = (0..1 + random.below(2)).map(|_| random.pick(&CARD)).collect();
        text = text.replacen("CARD", &format!("[{fields}]"), 1);
    }
    text
}

/// A component: one of the site's own, or one that writes the markup of a part of Markdown.
fn component_text(random: &mut Random, name: &str) -> String {
    let mark = mark(random);
    let query = with_cards(random, "QUERY");
    let (arguments, text) = match name {
        "shown" => ("limit: integer = 2", format!("<aside>{{{{ limit }}}} {query}</aside>{mark}")),
        "outer" => ("", format!("<section>{{{{ <shown limit={{1}} /> }}}}{mark}</section>")),
        "link" => {
            ("href, title, external", "<a href=\"{{ href }}\" data-out=\"{{ external }}\">{{ body }}</a>".to_owned())
        }
        "heading" => ("level, text, id", "<h{{ level }} id=\"{{ id }}\">{{ body }} MARK</h{{ level }}>".to_owned()),
        "image" => (
            "src, alt, width, height",
            format!("<img src=\"{{{{ src }}}}\" alt=\"{{{{ alt }}}}\" width=\"{{{{ width }}}}\">{query}"),
        ),
        "blockquote" => ("kind, title", format!("<blockquote>{{{{ title }}}}{{{{ body }}}}{query}</blockquote>")),
        "code_block" => ("language, code", "<pre>{{ language }}{{ code }}</pre>".to_owned()),
        _ => ("", "<div class=\"wide\"><table>{{ body }}</table></div>".to_owned()),
    };
    let text = text.replace("MARK", random.pick(&["#", "¶"]));
    format!("{{% component {name}({arguments}) %}}{text}{{% endcomponent {name} %}}\n")
}

/// A part that shows everything that a page gets.
fn dump() -> String {
    let names = [
        "page", "site", "theme", "article", "listing", "section", "home", "taxonomy", "term", "parts", "author",
        "archive", "sidebar", "redirect",
    ];
    names.iter().map(|name| format!("<pre>{{{{ {name} | json_encode }}}}</pre>\n")).collect()
}

//! `byline theme`: the themes that there are, and files of a theme that a site makes its own.

mod harness;

use std::fs;

use harness::{Site, assert_has, assert_lacks};

fn site() -> Site {
    Site::plain().article("content/news/a.md", "Plan", "2026-01-01")
}

fn text(site: &Site, path: &str) -> String {
    fs::read_to_string(site.path(path)).expect("the file is there")
}

#[test]
fn the_themes_are_listed_with_the_one_in_use() {
    let site = site();
    let run = site.run(&["theme", "list"]).code(0);
    assert!(
        run.stdout.starts_with("broadsheet  1.0  built in, in use\n")
            && run.stdout.ends_with("plain       1.0  built in, extends broadsheet\n"),
        "{}",
        run.stdout
    );
    site.write("themes/gazette/theme.yaml", "version: \"0.3\"\nextends: broadsheet\n");
    site.write("byline.yaml", "title: The Herald\ntheme: gazette\n");
    let run = site.run(&["theme", "list"]).code(0);
    assert_has(&run.stdout, "  built in, behind the theme in use\n");
    assert_has(&run.stdout, "gazette     0.3  themes/gazette, extends broadsheet, in use\n");
}

#[test]
fn a_theme_shows_what_it_offers() {
    let site = site();
    let run = site.run(&["theme", "show"]).code(0);
    assert_has(&run.stdout, "broadsheet 1.0 (built in)\n\nOptions, with their defaults:\n  accent: \"");
    assert_has(&run.stdout, "\nTemplates:\n  404.html\n");
    assert_has(&run.stdout, "  assets/site.css\n");
    assert_has(&run.stdout, "\nStrings:\n  strings/ar.yaml\n  strings/de.yaml\n");
    let run = site.run(&["theme", "show", "broadshet"]).code(1);
    assert_has(&run.stderr, "error[unknown-theme]: there is no theme `broadshet`");
    assert_has(&run.stderr, "did you mean `broadsheet`?");
}

#[test]
fn ejected_files_change_nothing_until_they_are_edited() {
    for minify in ["true", "false"] {
        let site = site().file("byline.yaml", format!("title: The Herald\nminify: {{html: {minify}}}\n"));
        site.build();
        let before = site.files();
        let names =
            ["article.html", "components/card.html", "base.html", "partials/footer.html", "fr.yaml", "site.css"];
        let arguments: Vec<&str> = ["theme", "eject"].into_iter().chain(names).collect();
        let run = site.run(&arguments).code(0);
        assert_has(&run.stdout, "templates/article.html from broadsheet/article.html of theme 1.0\n");
        let first = text(&site, "templates/article.html");
        assert!(first.starts_with("{# byline: from broadsheet/article.html, theme 1.0, "), "{first}");
        assert!(text(&site, "strings/fr.yaml").starts_with("# byline: from broadsheet/strings/fr.yaml, "));
        assert!(text(&site, "assets/site.css").starts_with("/* byline: from broadsheet/assets/site.css, "));
        let run = site.run(&["build", "--strict"]).code(0);
        assert_eq!(run.stderr, "");
        assert_eq!(harness::changed(&before, &site.files()), [""; 0]);
    }
    let site = site();
    site.run(&["theme", "eject", "body_end.html"]).code(0);
    let own = text(&site, "templates/body_end.html") + "<p>Set in Ghent.</p>\n";
    site.write("templates/body_end.html", own);
    site.build();
    assert_has(&site.page("index.html"), "Set in Ghent.");
}

#[test]
fn ejecting_overwrites_nothing_and_writes_all_or_none() {
    let site = site().file("templates/article.html", "<p>Mine.</p>\n");
    let run = site.run(&["theme", "eject", "page.html", "article.html", "pge.html"]).code(1);
    assert_has(&run.stderr, "error[output]: `templates/article.html` exists already");
    assert_has(&run.stderr, "error[unknown-template]: the theme has no file `pge.html`");
    assert_has(&run.stderr, "did you mean `page.html`?");
    assert_eq!(text(&site, "templates/article.html"), "<p>Mine.</p>\n");
    assert!(!site.path("templates/page.html").exists());
    site.run(&["theme", "eject"]).code(2);
}

#[test]
fn an_asset_that_would_not_be_heeded_is_not_ejected() {
    let site = site().file("byline.yaml", "title: x\nfiles: [{from: assets, to: /assets}]\n");
    let run = site.run(&["theme", "eject", "site.css"]).code(1);
    assert_has(&run.stderr, "the site publishes `assets` as it is");
    assert!(!site.path("assets/site.css").exists());
}

#[test]
fn a_folder_without_a_configuration_has_no_files_of_its_own() {
    let site = Site::new().article("content/news/a.md", "Plan", "2026-01-01");
    let run = site.run(&["theme", "eject", "article.html"]).code(1);
    assert_has(&run.stderr, "a folder without `byline.yaml` is no site");
    assert!(!site.path("templates").exists());
}

#[test]
fn a_difference_is_shown_and_a_change_of_the_original_is_reported() {
    let site = site()
        .file("byline.yaml", "title: The Herald\ntheme: gazette\n")
        .file("themes/gazette/theme.yaml", "version: \"1.0\"\n")
        .file("themes/gazette/templates/body_end.html", "<p>one</p>\n<p>two</p>\n");
    site.run(&["theme", "eject", "gazette/body_end.html"]).code(0);
    assert_has(&site.run(&["theme", "diff"]).code(0).stdout, "has not changed since\n  the two are alike\n");
    let own = text(&site, "templates/body_end.html").replace("<p>two</p>", "<p>mine</p>");
    site.write("templates/body_end.html", &own);
    let run = site.run(&["theme", "diff"]).code(0);
    assert_eq!(
        run.stdout,
        "templates/body_end.html: gazette/body_end.html has not changed since\n--- gazette/body_end.html\n+++ templates/body_end.html\n@@ -1,2 +1,2 @@\n <p>one</p>\n-<p>two</p>\n+<p>mine</p>\n"
    );
    assert_eq!(site.run(&["build", "--strict"]).code(0).stderr, "");

    site.write("themes/gazette/theme.yaml", "version: \"1.1\"\n");
    assert_eq!(site.build().stderr, "");
    site.write("themes/gazette/templates/body_end.html", "<p>one and a half</p>\n<p>two</p>\n");
    let run = site.build();
    assert_has(
        &run.stderr,
        "warning[ejected-changed]: `templates/body_end.html` was ejected from `gazette/body_end.html` of theme 1.0, which has changed since: the theme is 1.1 now\n --> templates/body_end.html:1:1\n",
    );
    let line =
        run.stderr.split('`').find(|part| part.starts_with("byline: from ")).expect("the new first line").to_owned();
    let run = site.run(&["theme", "diff"]).code(0);
    assert_has(&run.stdout, "gazette/body_end.html has changed since theme 1.0 (now 1.1)");
    assert_has(&run.stdout, &line);
    assert_has(&run.stdout, "-<p>one and a half</p>\n");

    let rest = own.split_once('\n').expect("two lines").1;
    site.write("templates/body_end.html", format!("{{# {line} #}}\n{rest}"));
    assert_eq!(site.build().stderr, "");
}

#[test]
fn without_ejected_files_there_is_nothing_to_compare() {
    let run = site().file("templates/body_end.html", "<p>own</p>\n").run(&["theme", "diff"]).code(0);
    assert_eq!(run.stdout, "No file of the site says that it was ejected from the theme.\n");
    assert_lacks(&run.stderr, "error");
}

#[test]
fn a_colour_of_text_that_is_hard_to_read_is_a_warning_that_names_one_that_is_not() {
    let warnings = |options: &str| {
        let site = Site::new()
            .file("byline.yaml", format!("title: The Herald\nurl: https://herald.example\ntheme:\n{options}"))
            .file("content/news/a.md", "---\ntitle: A\ndate: 2026-01-02\n---\nText.\n");
        site.run(&["build"]).code(0).stderr
    };
    assert_eq!(
        warnings("  masthead: left\n  accent: \"#ff6666\"\n"),
        "warning[low-contrast]: `theme.accent` (`#ff6666`) on `theme.paper` (`#fffefb`) has a contrast of 2.83, less than the 4.5 that WCAG AA asks of text\n --> byline.yaml:5:11\n  |\n5 |   accent: \"#ff6666\"\n  |           ^^^^^^^^^\n  |\n  = help: the nearest that has enough is `accent: \"#c44f4f\"`\n\n"
    );
    assert_has(&warnings("  paper_dark: \"#777\"\n"), "`theme.ink_dark` (`#eae7e0`) on `theme.paper_dark` (`#777`)");
    for fine in [
        "  accent: \"#123\"\n",
        "  accent: var(--own)\n",
        "  paper: black\n  ink: white\n  accent: yellow\n",
        "  name: broadsheet\n",
    ] {
        assert_eq!(warnings(fine), "", "{fine}");
    }
}

#[test]
fn a_theme_may_say_which_of_its_own_colours_are_text() {
    let site = Site::new()
        .file(
            "byline.yaml",
            "title: The Herald\nurl: https://herald.example\ntheme: {name: gazette, label: \"#eee\"}\n",
        )
        .file("themes/gazette/theme.yaml", "options: {label: black, sheet: white}\ncontrast: {label: sheet}\n")
        .file("content/news/a.md", "---\ntitle: A\ndate: 2026-01-02\n---\nText.\n");
    assert_has(
        &site.run(&["build"]).code(0).stderr,
        "`theme.label` (`#eee`) on `theme.sheet` (`white`) has a contrast of 1.16",
    );
    site.write("byline.yaml", "title: The Herald\nurl: https://herald.example\ntheme: {name: gazette}\n");
    assert_eq!(site.build().stderr, "");
}

#[test]
fn an_essayist_s_theme_has_one_column_no_pictures_and_few_lines() {
    let site = site().file("byline.yaml", "title: Essays\ntheme: plain\n");
    site.write(
        "content/news/pictured.md",
        "---\ntitle: Pictured\ndate: 2023-02-03\ndek: With a picture\nimage: /p.png\n---\nText.\n",
    );
    site.write("content/p.png", include_bytes!("../content/demo/floating-harbour/harbour.webp"));
    site.build().without_complaint();
    let article = site.page("news/pictured/index.html");
    assert_has(&article, "<h1 class=headline>Pictured</h1>");
    assert_lacks(&article, "<img");
    assert_lacks(&article, "class=share");
    let front = site.page("index.html");
    assert_has(&front, "With a picture");
    assert_lacks(&front, "<img");
    let lines = walkdir::WalkDir::new(harness::project().join("themes/plain"))
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| matches!(path.extension().and_then(|name| name.to_str()), Some("html" | "css")))
        .map(|path| std::fs::read_to_string(path).unwrap().lines().count())
        .sum::<usize>();
    assert!((20..150).contains(&lines), "{lines} lines of templates and CSS");
}

#[test]
fn options_of_the_theme_behind_a_theme_hold_in_it_too() {
    let site =
        site().file("byline.yaml", "title: Essays\ntheme: {name: plain, share: [mail], footer: All my own work}\n");
    site.build().without_complaint();
    let article = site.page("news/a/index.html");
    assert_has(&article, "mailto:");
    assert_has(&article, "All my own work");
    let run = site.file("byline.yaml", "title: Essays\ntheme: {name: plain, density: tight}\n").run(&["build"]).code(1);
    assert_has(&run.stderr, "there are `compact`, `normal`, `airy`");
}

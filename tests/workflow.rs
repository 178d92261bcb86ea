//! `byline new workflow`: its steps publish the site, on a machine that has nothing but the repository.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use harness::Site;
use serde_yaml::Value;

mod harness;

/// A site whose first target is a folder.
fn site() -> Site {
    let site = Site::plain().article("content/news/one.md", "One", "2026-01-01");
    let to = format!("file://{}", site.path("www").display());
    site.file(
        "byline.yaml",
        format!(
            "title: The Herald\nurl: https://herald.example\npublish:\n  live: {{to: '{to}', releases: 0}}\n  bucket: {{to: 's3://herald'}}\n  host: {{to: 'sftp://me@herald.example/srv/www'}}\n  branch: {{to: 'git+https://github.com/herald/site.git#pages'}}\n  flare: {{to: 'file:///tmp/herald', releases: 0, server: cloudflare}}\n"
        ),
    )
}

fn workflow(site: &Site, forge: &str, target: &str) -> Value {
    let file = if forge == "github" { ".github/workflows/publish.yml" } else { ".gitlab-ci.yml" };
    let _ = fs::remove_file(site.path(file));
    site.run(&["new", "workflow", forge, "--target", target]).code(0).says("Made ");
    let text = fs::read_to_string(site.path(file)).unwrap();
    let capitals = ["SECRETS\n", "STEPS\n", "PERMISSION", "ENVIRONMENT", "VERSION", "SCRIPT\n", "JOB:"];
    assert!(capitals.iter().all(|word| !text.contains(word) || *word == "SECRETS\n"), "{text}");
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// What runs, in its order.
fn scripts(forge: &str, workflow: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    if forge == "gitlab" {
        return workflow["publish"]["script"].as_sequence().unwrap().iter().map(text).collect();
    }
    let steps = workflow["jobs"]["publish"]["steps"].as_sequence().unwrap();
    steps.iter().filter_map(|step| step.get("run")).map(text).collect()
}

/// Runs steps as a runner does: one shell for each of GitHub's, one for all of GitLab's.
fn run(forge: &str, scripts: &[String], folder: &Path, home: &Path, variables: &BTreeMap<&str, String>) {
    let shells = if forge == "gitlab" { vec![scripts.join("\n")] } else { scripts.to_vec() };
    for script in shells {
        let mut command = Command::new("bash");
        command.args(["-e", "-o", "pipefail", "-c", &script]).current_dir(folder);
        command.env_clear().env("PATH", std::env::var("PATH").unwrap()).env("HOME", home).envs(variables);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn the_steps_publish_from_a_clean_clone_with_an_empty_home() {
    for forge in ["github", "gitlab"] {
        let site = site();
        let workflow = workflow(&site, forge, "live");
        let (clone, home) = (site.path("clone"), site.path("home"));
        fs::create_dir_all(&home).unwrap();
        fs::create_dir_all(clone.join("content/news")).unwrap();
        for file in ["byline.yaml", "content/news/one.md"] {
            fs::copy(site.path(file), clone.join(file)).unwrap();
        }
        // In the place of what brings the program from its registry.
        let program = env!("CARGO_BIN_EXE_byline");
        let cargo = home.join(".cargo");
        let install = site.path("install");
        fs::write(
            &install,
            format!("#!/bin/sh\nmkdir -p '{0}/bin' && cp '{program}' '{0}/bin/byline'\n", cargo.display()),
        )
        .unwrap();
        let variables = BTreeMap::from([
            ("BYLINE_INSTALL", format!("sh {}", install.display())),
            ("CARGO_HOME", cargo.display().to_string()),
            ("EVENT", "push".to_owned()),
            ("CI_PIPELINE_SOURCE", "push".to_owned()),
        ]);
        let steps = scripts(forge, &workflow);
        run(forge, &steps, &clone, &home, &variables);
        assert!(site.path("www/news/one/index.html").exists(), "{forge}");
        // By the schedule nothing is published before an article's time has come.
        fs::remove_file(site.path("www/index.html")).unwrap();
        let scheduled = variables
            .into_iter()
            .chain([("EVENT", "schedule".to_owned()), ("CI_PIPELINE_SOURCE", "schedule".to_owned())]);
        run(forge, &steps, &clone, &home, &scheduled.collect());
        assert!(!site.path("www/index.html").exists(), "{forge}");
    }
}

#[test]
fn each_kind_of_target_gets_the_secrets_and_steps_that_it_needs() {
    let site = site();
    let wanted = [
        ("bucket", "AWS_SECRET_ACCESS_KEY", "publish bucket --yes"),
        ("host", "SSH_KEY", ".ssh/known_hosts"),
        ("branch", "GITHUB_TOKEN", "credential.helper"),
        ("flare", "CLOUDFLARE_API_TOKEN", "wrangler@4 pages deploy \"/tmp/herald\""),
    ];
    for (target, secret, step) in wanted {
        let workflow = workflow(&site, "github", target);
        assert!(workflow["jobs"]["publish"]["env"].get(secret).is_some(), "{target}");
        assert!(scripts("github", &workflow).iter().any(|script| script.contains(step)), "{target}");
        let writes = workflow["permissions"]["contents"].as_str() == Some("write");
        assert_eq!(writes, target == "branch", "only who pushes to the repository may write to it");
        assert!(workflow["on"]["schedule"][0]["cron"].as_str().is_some());
    }
}

#[test]
fn a_site_without_targets_goes_to_the_pages_of_its_host() {
    let site = Site::plain().article("content/news/one.md", "One", "2026-01-01");
    site.run(&["new", "workflow", "github"]).code(0);
    let text = fs::read_to_string(site.path(".github/workflows/publish.yml")).unwrap();
    harness::assert_has(&text, "actions/deploy-pages@");
    harness::assert_has(&text, "environment: github-pages");
    site.run(&["new", "workflow", "gitlab"]).code(0);
    let text = fs::read_to_string(site.path(".gitlab-ci.yml")).unwrap();
    let workflow: Value = serde_yaml::from_str(&text).unwrap();
    assert_eq!(workflow["pages"]["artifacts"]["paths"][0].as_str(), Some("public"));
    let run = site.run(&["new", "workflow", "gitlab"]).code(1);
    assert_eq!(
        run.stderr,
        "error[output]: `ROOT/.gitlab-ci.yml` exists already\n = help: remove it first: it is made anew, without what was changed in it\n\n"
    );
}

//! `byline new workflow`: what a host of repositories runs to publish the site.

use clap::ValueEnum;

use crate::config::{Destination, Server, Target};

/// The host of the repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Forge {
    /// GitHub Actions
    Github,
    /// GitLab CI/CD
    Gitlab,
}

impl Forge {
    /// Where its file stands.
    pub(super) fn path(self) -> &'static str {
        match self {
            Forge::Github => ".github/workflows/publish.yml",
            Forge::Gitlab => ".gitlab-ci.yml",
        }
    }

    /// The file that publishes to a target, or to the pages of the host itself where there is none.
    pub(super) fn workflow(self, target: Option<&Target>) -> String {
        let needs = Needs::of(target);
        match self {
            Forge::Github => github(target, &needs),
            Forge::Gitlab => gitlab(target, &needs),
        }
    }
}

/// What a target needs of whoever publishes to it.
struct Needs {
    /// Secrets, by the names of the variables that hold them.
    secrets: &'static [&'static str],
    /// Whether the keys of ssh are to be put in their place.
    by_ssh: bool,
    /// Whether the branch is on the forge itself.
    is_branch: bool,
    /// What carries the published folder to a service.
    upload: Option<String>,
}

impl Needs {
    fn of(target: Option<&Target>) -> Self {
        let none = Self { secrets: &[], by_ssh: false, is_branch: false, upload: None };
        let Some(target) = target else { return none };
        match &target.to {
            Destination::S3 { .. } => Self { secrets: &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], ..none },
            Destination::WebDav { .. } => Self { secrets: &["WEBDAV_USERNAME", "WEBDAV_PASSWORD"], ..none },
            Destination::Sftp { .. } => Self { secrets: &["SSH_KEY", "SSH_KNOWN_HOSTS"], by_ssh: true, ..none },
            Destination::Git { address, .. } if address.starts_with("ssh:") => {
                Self { secrets: &["SSH_KEY", "SSH_KNOWN_HOSTS"], by_ssh: true, ..none }
            }
            Destination::Git { .. } => Self { is_branch: true, ..none },
            Destination::Folder(folder) => {
                let live = if target.releases == 0 { folder.clone() } else { folder.join("current") };
                let live = live.display();
                match target.server {
                    Some(Server::Netlify) => Self {
                        secrets: &["NETLIFY_AUTH_TOKEN", "NETLIFY_SITE_ID"],
                        upload: Some(format!("npx --yes netlify-cli@17 deploy --prod --dir \"{live}\"")),
                        ..none
                    },
                    Some(Server::Cloudflare) => Self {
                        secrets: &["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_PROJECT"],
                        upload: Some(format!(
                            "npx --yes wrangler@4 pages deploy \"{live}\" --project-name \"$CLOUDFLARE_PROJECT\""
                        )),
                        ..none
                    },
                    Some(Server::Vercel) => Self {
                        secrets: &["VERCEL_TOKEN", "VERCEL_ORG_ID", "VERCEL_PROJECT_ID"],
                        upload: Some(format!(
                            "npx --yes vercel@latest deploy --prod --yes --token \"$VERCEL_TOKEN\" \"{live}\""
                        )),
                        ..none
                    },
                    _ => none,
                }
            }
        }
    }
}

/// Puts the key of ssh, and the hosts that it knows, in their place.
const SSH: [&str; 3] = [
    "mkdir -p -m 700 \"$HOME/.ssh\"",
    "printf '%s\\n' \"$SSH_KEY\" >\"$HOME/.ssh/id_ed25519\" && chmod 600 \"$HOME/.ssh/id_ed25519\"",
    "printf '%s\\n' \"$SSH_KNOWN_HOSTS\" >>\"$HOME/.ssh/known_hosts\"",
];

fn github(target: Option<&Target>, needs: &Needs) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let mut secrets: String =
        needs.secrets.iter().map(|name| format!("      {name}: ${{{{ secrets.{name} }}}}\n")).collect();
    let mut steps = String::new();
    let mut step = |name: &str, lines: &[String]| {
        steps.push_str(&format!("      - name: {name}\n        run: |\n"));
        lines.iter().for_each(|line| steps.push_str(&format!("          {line}\n")));
    };
    let Some(target) = target else {
        step("Build", &["\"$HOME/.cargo/bin/byline\" build".to_owned()]);
        steps.push_str(
            "      - uses: actions/upload-pages-artifact@v3\n        with:\n          path: public\n      - uses: actions/deploy-pages@v4\n",
        );
        let pages = "  pages: write\n  id-token: write\n";
        let text = include_str!("workflow/github.yml").replace("PERMISSION\n", "read\n");
        return filled(
            &text,
            &[
                ("PAGES_PERMISSIONS\n", pages),
                ("PAGES_ENVIRONMENT\n", "    environment: github-pages\n"),
                ("SECRETS\n", ""),
                ("STEPS\n", &steps),
                ("VERSION", version),
            ],
        );
    };
    if needs.by_ssh {
        step("The key", &SSH.map(str::to_owned));
    }
    if needs.is_branch {
        secrets.push_str("      GITHUB_TOKEN: ${{ secrets.GITHUB_TOKEN }}\n");
        step(
            "Who pushes",
            &[
                "git config --global user.name byline".to_owned(),
                "git config --global user.email byline@users.noreply.github.com".to_owned(),
                "git config --global credential.helper '!f() { echo username=x-access-token; echo \"password=$GITHUB_TOKEN\"; }; f'".to_owned(),
            ],
        );
    }
    step("Publish", &publishing(target, "\"$HOME/.cargo/bin/byline\"", "$EVENT", "schedule", needs));
    let permission = if needs.is_branch { "write\n" } else { "read\n" };
    let text = include_str!("workflow/github.yml").replace("PERMISSION\n", permission);
    filled(
        &text,
        &[
            ("PAGES_PERMISSIONS\n", ""),
            ("PAGES_ENVIRONMENT\n", ""),
            ("SECRETS\n", &secrets),
            ("STEPS\n", &steps),
            ("VERSION", version),
        ],
    )
}

/// The lines that publish: at a scheduled time only where an article's time has come.
fn publishing(target: &Target, program: &str, event: &str, scheduled: &str, needs: &Needs) -> Vec<String> {
    let name = &target.name;
    // A service gets the whole folder each time, which a new machine does not have.
    let due = match &needs.upload {
        Some(_) => String::new(),
        None => format!("if [ \"{event}\" = {scheduled} ]; then due=--due; fi"),
    };
    let publish = format!("{program} publish {name} --yes ${{due:-}}");
    let lines = [due, publish].into_iter().chain(needs.upload.clone());
    lines.filter(|line| !line.is_empty()).collect()
}

fn gitlab(target: Option<&Target>, needs: &Needs) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let program = "\"$CARGO_HOME/bin/byline\"";
    let mut lines: Vec<String> = Vec::new();
    let (mut job, mut rest) = ("publish", String::new());
    match target {
        None => {
            job = "pages";
            lines.push(format!("{program} build"));
            rest.push_str("  artifacts:\n    paths: [public]\n");
        }
        Some(target) => {
            if needs.by_ssh {
                lines.extend(SSH.map(str::to_owned));
            }
            if needs.is_branch {
                lines.push(
                    "git config --global user.name byline && git config --global user.email byline@localhost"
                        .to_owned(),
                );
                lines.push("git config --global credential.helper '!f() { echo username=byline; echo \"password=$PUSH_TOKEN\"; }; f'".to_owned());
            }
            if needs.upload.is_some() {
                lines.push("apt-get update && apt-get install -y --no-install-recommends npm".to_owned());
            }
            lines.extend(publishing(target, program, "$CI_PIPELINE_SOURCE", "schedule", needs));
        }
    }
    let script: String = lines.iter().map(|line| format!("    - '{}'\n", line.replace('\'', "''"))).collect();
    let mut text = filled(
        include_str!("workflow/gitlab.yml"),
        &[("JOB:", &format!("{job}:")), ("SCRIPT\n", &format!("{script}{rest}")), ("VERSION", version)],
    );
    let secrets: Vec<&str> = needs.secrets.iter().copied().chain(needs.is_branch.then_some("PUSH_TOKEN")).collect();
    if !secrets.is_empty() {
        text = format!("# It needs these CI/CD variables, masked and protected: {}.\n{text}", secrets.join(", "));
    }
    text
}

fn filled(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
}

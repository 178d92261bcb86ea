//! `byline config`: the effective configuration, with where each value comes from.

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::config::{Overrides, json_schema};

use super::project;
use super::report;
use super::terminal::say;
use super::{BUILT, BuildArguments, ERRORS, SiteArguments};

/// What is shown of the configuration.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct ConfigArguments {
    #[command(flatten)]
    site: SiteArguments,
    /// Where the site will stand, instead of `url` of byline.yaml
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Print the JSON Schema of byline.yaml instead
    #[arg(long)]
    schema: bool,
    /// The form of the list
    #[arg(long, value_enum, default_value_t)]
    format: Form,
}

/// The form of the configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// `key: value  # where it comes from`
    #[default]
    Human,
    /// One JSON object per key
    Json,
}

/// Shows the configuration; returns the exit code.
pub(super) fn config(arguments: &ConfigArguments) -> u8 {
    if arguments.schema {
        say!("{:#}", json_schema());
        return BUILT;
    }
    let reporting = BuildArguments::default();
    let overrides = Overrides { base_url: arguments.base_url.clone(), ..Overrides::default() };
    let project = match project::open(&arguments.site, &overrides) {
        Ok(project) => project,
        Err(diagnostic) => {
            report::print_diagnostics(&[diagnostic], None, &reporting);
            return ERRORS;
        }
    };
    report::print_diagnostics(&project.diagnostics, Some(&project), &reporting);
    for origin in &project.origins {
        if arguments.format == Form::Json {
            say!("{}", json!({"key": origin.key, "value": origin.value, "from": origin.from}));
        } else {
            say!("{}: {}  # {}", origin.key, origin.value, origin.from);
        }
    }
    if project.diagnostics.iter().any(|diagnostic| diagnostic.is_error()) { ERRORS } else { BUILT }
}

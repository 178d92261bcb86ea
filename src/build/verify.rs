//! Holding an output against what a build makes that knows nothing of earlier ones.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::output::{self, Fingerprint};
use crate::path::OutputPath;
use crate::render;

use super::sources::Keeping;
use super::{Build, Prepared, Report, SourceMemo, file_output, files, program};

/// Makes everything again in memory and compares it with the bytes in the output folder. What differs is named in the report.
pub(super) fn verify(report: &mut Report, config: &Config, folder: &Path, mut clean: Build<'_>) {
    // What fails only while it is rendered is known from the build, and its diagnostics with it.
    clean.broken = report.summary.broken.iter().cloned().collect();
    let memo = SourceMemo::open(None, config, &program(), clean.memory.moment, true, Keeping::Bodies);
    let mut found = Vec::new();
    if let Ok(memo) = memo
        && let Some(prepared) = clean.prepare(config.clone(), &memo)
    {
        let Prepared { config, site, plan, theme, data, .. } = prepared;
        let world = clean.world(site, config, plan, theme, data, &memo);
        found = differences(&clean, &world, folder);
    } else {
        found.push("the site cannot be built any more".to_owned());
    }
    let summary = clean.report.summary.clone();
    let diagnostics = clean.finish().diagnostics;
    if diagnostics != report.diagnostics && report.summary.broken.is_empty() {
        found.push("what is reported differs".to_owned());
    }
    if summary != report.summary {
        found.push("the summary differs".to_owned());
    }
    found.sort();
    report.failed |= !found.is_empty();
    report.verified = Some(found);
}

/// What differs between the files of a world and those of a folder.
fn differences(build: &Build<'_>, world: &Arc<render::World>, folder: &Path) -> Vec<String> {
    let compare = |path: &OutputPath, print: Option<Fingerprint>| match (print, output::print_in(folder, path)) {
        (None, _) => Some(format!("`{path}` cannot be made")),
        (Some(_), None) => Some(format!("`{path}` is missing")),
        (Some(clean), Some(standing)) => (clean != standing).then(|| format!("`{path}` holds other bytes")),
    };
    let pages = world.plan.pages.par_iter().filter_map(|page| {
        let rendered = render::page(world, page, &render::reading(world, page)).ok();
        compare(&page.output, rendered.map(|rendered| output::fingerprint(&rendered.bytes)))
    });
    let copied = world.plan.files.par_iter().filter_map(|file| {
        let print = match files::content(build.sources, file) {
            Ok(files::Content::Picture(bytes)) => Some(output::fingerprint(&bytes)),
            Ok(files::Content::Other(mut source)) => output::fingerprint_of(&mut *source).ok(),
            Err(_) => None,
        };
        compare(&file_output(file), print)
    });
    let assets = world
        .theme
        .assets
        .par_iter()
        .filter_map(|(_, asset)| compare(&asset.url.output(), Some(output::fingerprint(&asset.bytes))));
    let mut found: Vec<String> = pages.chain(copied).chain(assets).collect();
    let planned: BTreeSet<OutputPath> = world
        .plan
        .pages
        .iter()
        .map(|page| page.output.clone())
        .chain(world.plan.files.iter().map(file_output))
        .chain(world.theme.assets.values().map(|asset| asset.url.output()))
        .collect();
    let owned = output::owned_in(folder);
    found.extend(owned.difference(&planned).map(|path| format!("`{path}` is left over")));
    found.extend(planned.difference(&owned).map(|path| format!("`{path}` is not in the manifest")));
    found
}

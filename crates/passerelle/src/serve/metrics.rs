//! What Prometheus is told, on a listener of its own. Labels are words of ours: nothing that a visitor sent.

use std::time::Duration;

use anyhow::Context as _;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use web::Router;

/// Bounds of the durations, in seconds: from an answer out of memory to one that waited for a password.
const BOUNDS: [f64; 11] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5, 10.0];
/// How often what was counted is put together, whether or not anybody asks.
const UPKEEP: Duration = Duration::from_secs(5);

/// Starts counting; gives the site that tells.
pub(super) fn start() -> anyhow::Result<Router> {
    let builder =
        PrometheusBuilder::new().set_buckets(&BOUNDS).context("les mesures ne peuvent pas être faites")?;
    let recorder = builder.build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).context("les mesures sont déjà faites")?;
    tokio::spawn(keep_up(handle.clone()));
    Ok(web::plain("/metrics", move || handle.render()))
}

async fn keep_up(handle: PrometheusHandle) {
    let mut ticks = tokio::time::interval(UPKEEP);
    loop {
        ticks.tick().await;
        handle.run_upkeep();
    }
}

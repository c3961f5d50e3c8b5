//! Style sheets, pictures and the few scripts: in the binary, under addresses that change with their content.

use std::sync::LazyLock;

use axum::{
    Router,
    extract::Path,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{StatusCode, header};
use rust_embed::RustEmbed;
use tower_http::compression::CompressionLayer;

use crate::token;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/assets"]
struct Files;

/// Digest of all assets: part of their address, so that browsers may keep them for ever.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut all: Vec<_> = Files::iter().collect();
    all.sort();
    let sums: String = all
        .iter()
        .filter_map(|name| Files::get(name))
        .map(|file| token::hex(&file.metadata.sha256_hash()))
        .collect();
    token::digest(&sums).chars().take(16).collect()
});

/// The address of an asset: `url("passerelle.css")`.
pub fn url(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

/// Whether a path is that of an asset.
pub(crate) fn are_at(path: &str) -> bool {
    path.starts_with("/assets/")
}

/// Only assets are compressed: a page holds both the token of its forms and what somebody typed, and its compressed
/// length would tell of the one through the other (the BREACH attack).
pub(crate) fn routes() -> Router {
    Router::new().route("/assets/{version}/{*name}", get(asset)).layer(CompressionLayer::new())
}

async fn asset(Path((_version, name)): Path<(String, String)>) -> Response {
    let kind = match name.rsplit_once('.') {
        Some((_, "svg")) => "image/svg+xml",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let Some(file) = Files::get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let lasting =
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (lasting, file.data.into_owned()).into_response()
}

//! The stylesheet and the icon of all pages. Each has its digest in its name, so that a browser keeps it for good and another
//! mintage has another.

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// The colours are those of the report too.
pub(super) const STYLE_TEXT: &str = concat!(include_str!("../../report/palette.css"), include_str!("style.css"));
const ICON_TEXT: &str = include_str!("icon.svg");

/// The path of the stylesheet, below that of an issuer.
pub(in crate::http) static STYLE: LazyLock<String> = LazyLock::new(|| named("style", STYLE_TEXT, "css"));
/// The path of the icon, below that of an issuer.
pub(in crate::http) static ICON: LazyLock<String> = LazyLock::new(|| named("icon", ICON_TEXT, "svg"));

fn named(name: &str, text: &str, extension: &str) -> String {
    format!("/{name}-{}.{extension}", URL_SAFE_NO_PAD.encode(&Sha256::digest(text)[..9]))
}

/// The stylesheet.
pub(in crate::http) async fn style() -> Response {
    kept(STYLE_TEXT, "text/css; charset=utf-8")
}

/// The icon.
pub(in crate::http) async fn icon() -> Response {
    kept(ICON_TEXT, "image/svg+xml")
}

/// What never changes under its name.
fn kept(text: &'static str, kind: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Opened by itself, an image is a document.
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

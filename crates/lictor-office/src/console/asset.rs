//! The console's own style and script. Their addresses carry a hash of their content, so that browsers
//! may keep them for good.

use std::sync::OnceLock;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Response, header};
use axum::routing::get;
use ring::digest::{SHA256, digest};

/// One asset.
struct Asset {
    name: &'static str,
    ending: &'static str,
    media: &'static str,
    text: &'static str,
}

const STYLE: Asset = Asset {
    name: "console",
    ending: "css",
    media: "text/css; charset=utf-8",
    text: include_str!("../../assets/console.css"),
};

const SCRIPT: Asset = Asset {
    name: "console",
    ending: "js",
    media: "text/javascript; charset=utf-8",
    text: include_str!("../../assets/console.js"),
};

const ICON: Asset = Asset {
    name: "mark",
    ending: "svg",
    media: "image/svg+xml",
    text: include_str!("../../assets/mark.svg"),
};

/// Address of the style.
pub(super) fn style() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| STYLE.path())
}

/// Address of the script.
pub(super) fn script() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| SCRIPT.path())
}

/// Address of the mark that browsers show with the title.
pub(super) fn icon() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| ICON.path())
}

impl Asset {
    fn path(&self) -> String {
        let hash = hex::encode(digest(&SHA256, self.text.as_bytes()));
        let hash = hash.get(..16).unwrap_or(&hash);
        format!("/assets/{}.{hash}.{}", self.name, self.ending)
    }

    fn response(&self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.text));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media));
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        headers.insert(header::CACHE_CONTROL, forever);
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        response
    }
}

/// The routes of the assets.
pub(super) fn router() -> Router {
    Router::new()
        .route(style(), get(async || STYLE.response()))
        .route(script(), get(async || SCRIPT.response()))
        .route(icon(), get(async || ICON.response()))
}

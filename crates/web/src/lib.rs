//! What two web sites share: page shell, routes, forms, CSRF, cookies, words, errors as pages, headers, limits, clock.
//!
//! Connections are here too: those that come ([`Listener`], [`tls`]) and those that go out ([`outgoing`]).
//!
//! Nothing here knows a school, a service or a database. A site gives its [`Catalogue`] of words and its [`Routes`];
//! [`site`] gives back a router that answers every request with the headers, language and error pages of the house.

pub mod assets;
mod client_address;
pub mod clock;
pub mod cookies;
mod csrf;
mod form;
mod headers;
pub mod limits;
mod listen;
pub mod outgoing;
mod own_host;
mod page;
pub mod passwords;
mod plain;
mod problem;
mod routes;
mod site;
pub mod strength;
pub mod tls;
pub mod token;
mod visit;
pub mod words;

pub use axum::{
    Router,
    body::Body,
    extract::{Extension, Multipart, Path, RawQuery, State, multipart::Field as MultipartField},
    response::{IntoResponse, Response},
};
pub use client_address::{ClientAddress, network_of};
pub use clock::{Clock, SystemClock, Timestamp};
pub use csrf::{CsrfToken, brought_from_elsewhere};
pub use form::{BodyError, Fields, Submitted, read_body};
pub use headers::{FormTarget, ImageSources};
pub use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, request::Parts};
pub use ipnet::IpNet;
pub use listen::{Listener, serve};
pub use own_host::{OwnHost, beside};
pub use page::{MenuEntry, Shell, encode, file, json, page, redirect, text, xml};
pub use passwords::Passwords;
pub use plain::plain;
pub use problem::Problem;
pub use routes::{Authority, Caller, RouteRow, Routes};
pub use site::{Arrived, Mood, Site, site};
pub use url::Url;
pub use visit::Visit;
pub use words::{Catalogue, Language, Words};

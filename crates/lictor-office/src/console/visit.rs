//! A visit: one request of somebody who has logged in, with what pages need of the office.

use std::collections::BTreeMap;
use std::sync::Arc;

use lictor_entitle::Code;
use lictor_entitle::right::Right;
use serde_json::Value as Json;

use super::posted::Posted;
use super::session::{Notice, Session, Sessions};
use crate::actor::Actor;
use crate::fault::Fault;
use crate::http::answer::{Answer, Content};
use crate::http::call::Call;
use crate::http::dispatch::{form, permit};
use crate::http::inner::{self, Inner, inner};
use crate::http::route::{Access, Method};
use crate::office::Office;
use crate::routes;

/// The console of an office.
#[derive(Clone)]
pub(super) struct Console {
    /// The office.
    pub(super) office: Office,
    /// Who has logged in.
    pub(super) sessions: Arc<Sessions>,
}

/// The colors a person wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Theme {
    /// Those of the system.
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// One request of somebody who has logged in.
pub(super) struct Visit {
    /// The console.
    pub(super) console: Console,
    /// Id of the session, from the cookie.
    pub(super) session_id: String,
    /// The session.
    pub(super) session: Session,
    /// Name of the token, which stands for the person.
    pub(super) name: String,
    /// Rights and locks; cloned for every call.
    pub(super) caller: Call,
    /// In whose name.
    pub(super) actor: Actor,
    /// Colors.
    pub(super) theme: Theme,
    /// Path of the page.
    pub(super) path: String,
    /// What stands after `?`.
    pub(super) query: Posted,
    /// Parts of the path by name.
    pub(super) parts: BTreeMap<String, String>,
    /// What a form sent.
    pub(super) posted: Posted,
}

impl Theme {
    /// As in the cookie and on the page.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// From the cookie or the form; what is neither is automatic.
    pub(super) fn parse(text: &str) -> Self {
        match text {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }
}

impl Visit {
    /// The office.
    pub(super) fn office(&self) -> &Office {
        &self.console.office
    }

    /// A part of the path.
    pub(super) fn part(&self, name: &str) -> &str {
        self.parts.get(name).map_or("", String::as_str)
    }

    /// What a GET of the interface answers.
    ///
    /// # Errors
    ///
    /// What the route refuses.
    pub(super) async fn get(&self, path: &str) -> Result<Json, Fault> {
        match self.ask(Inner::get(path)).await?.content {
            Content::Json(document) => Ok(document),
            Content::Empty | Content::Raw { .. } | Content::Stream { .. } => Ok(Json::Null),
        }
    }

    /// The same; nothing if there is no such record, or the caller may not see it.
    ///
    /// # Errors
    ///
    /// Faults of ours.
    pub(super) async fn find(&self, path: &str) -> Result<Option<Json>, Fault> {
        match self.get(path).await {
            Ok(document) => Ok(Some(document)),
            Err(Fault::Refused(_)) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// The records of a list, at most 500; none where the caller may not see them.
    ///
    /// # Errors
    ///
    /// Faults of ours.
    pub(super) async fn all(&self, path: &str) -> Result<Vec<Json>, Fault> {
        let sign = if path.contains('?') { '&' } else { '?' };
        let page = self.find(&format!("{path}{sign}page[size]=500")).await?.unwrap_or_default();
        Ok(match page {
            Json::Object(mut page) => match page.remove("data") {
                Some(Json::Array(records)) => records,
                Some(_) | None => Vec::new(),
            },
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Array(_) => Vec::new(),
        })
    }

    /// How many records a list has.
    ///
    /// # Errors
    ///
    /// Faults of ours.
    pub(super) async fn count(&self, path: &str) -> Result<i64, Fault> {
        let sign = if path.contains('?') { '&' } else { '?' };
        let page = self.find(&format!("{path}{sign}page[size]=1&total=1")).await?.unwrap_or_default();
        Ok(page.pointer("/meta/total").and_then(Json::as_i64).unwrap_or(0))
    }

    /// What a call of the interface answers, with this person's rights and in this person's name. A form
    /// that is sent twice acts once: its number is the idempotency key.
    ///
    /// # Errors
    ///
    /// What the route refuses.
    pub(super) async fn ask(&self, ask: Inner) -> Result<Answer, Fault> {
        let mut actor = self.actor.clone();
        if ask.method != Method::Get {
            actor.idempotency_key = self
                .posted
                .get("once")
                .filter(|once| !once.is_empty())
                .map(|once| format!("{once} {}", ask.path));
            actor.reason = self.posted.get("reason").filter(|text| !text.is_empty()).map(str::to_owned);
        }
        let (path, query) = ask.path.split_once('?').unwrap_or((&ask.path, ""));
        let (route, parts) = inner::find(ask.method, path)?;
        match route.outside {
            // Such a route opens its own transaction; it cannot stand inside another request, but here
            // there is none around it.
            Some(outside) => {
                let call = Call { path: parts, query: form(query), body: ask.body, ..self.caller.clone() };
                permit(route, &call)?;
                outside(self.office(), &call, &actor).await
            }
            None => inner(self.office(), ask, &self.caller, &actor).await,
        }
    }

    /// Whether the person has a right.
    pub(super) fn may(&self, right: Right) -> bool {
        self.caller.rights.contains(&right)
    }

    /// Whether the person may ask for a route, written as in the table of routes.
    pub(super) fn may_ask(&self, method: Method, path: &str) -> bool {
        let route = routes::all().iter().find(|route| route.method == method && route.path == path);
        route.is_some_and(|route| match route.access {
            Access::Open | Access::Token => true,
            Access::Right(right) => self.may(right),
        })
    }

    /// That the person may ask for a route: nobody fills in what is refused at its end.
    ///
    /// # Errors
    ///
    /// `FORBIDDEN`.
    pub(super) fn must_ask(&self, method: Method, path: &str) -> Result<(), Fault> {
        if self.may_ask(method, path) { Ok(()) } else { Err(Code::Forbidden.into()) }
    }

    /// Whether the person may see what is at a path of the interface.
    pub(super) fn may_see(&self, path: &str) -> bool {
        inner::find(Method::Get, path).is_ok_and(|(route, _)| self.may_ask(Method::Get, route.path))
    }

    /// Says something on the next page.
    pub(super) fn say(&self, notice: Notice) {
        self.console.sessions.change(&self.session_id, |session| session.notice = Some(notice));
    }
}

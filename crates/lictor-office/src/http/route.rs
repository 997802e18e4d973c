//! One thing that can be asked over HTTP: method, path, right, handler, and its documentation.

use std::future::Future;
use std::pin::Pin;

use lictor_entitle::right::Right;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::call::Call;
use crate::actor::Actor;
use crate::fault::Fault;
use crate::office::Office;
use crate::store::Tx;

/// What a handler returns.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Result<Answer, Fault>> + Send + 'a>>;

/// What answers a route. It gets one transaction, which is committed when it succeeds: rows, traces,
/// events and jobs of a request last together or not at all. It calls nobody outside.
pub type Handler = for<'a> fn(&'a Office, &'a mut Tx, &'a Call) -> Answering<'a>;

/// What answers a route without a transaction around it: it opens its own, or needs none.
pub type Outside = for<'a> fn(&'a Office, &'a Call, &'a Actor) -> Answering<'a>;

/// Methods of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Reads.
    Get,
    /// Makes or acts.
    Post,
    /// Changes some fields.
    Patch,
    /// Forgets.
    Delete,
}

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Open,
    /// Whoever has a token.
    Token,
    /// Whoever has a token with this right.
    Right(Right),
}

/// Makes a JSON schema.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// One thing that can be asked.
#[derive(Clone, Copy)]
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path with `{names}`.
    pub path: &'static str,
    /// Who may ask.
    pub access: Access,
    /// What answers.
    pub handler: Handler,
    /// What answers instead, without a transaction.
    pub outside: Option<Outside>,
    /// One sentence for the documentation.
    pub summary: &'static str,
    /// Schema of the body, if there is one.
    pub body: Option<SchemaOf>,
    /// Schema of the answer, if it is a document.
    pub answer: Option<SchemaOf>,
    /// Whether the answer is a page of such documents.
    pub paged: bool,
    /// Whether the answer is all of such documents, on one page.
    pub whole: bool,
    /// Whether it may be tried with `verify=true`, which writes nothing.
    pub verify: bool,
    /// What else it reads after `?`.
    pub parameters: &'static [&'static str],
    /// What a list is exported as, beside its pages.
    pub formats: &'static [&'static str],
    /// Whether the list is one that only grows: read by its own count, and neither searched nor counted.
    pub grows: bool,
}

impl Route {
    /// A route without body and answer; the methods below add to it.
    #[must_use]
    pub const fn new(
        method: Method,
        path: &'static str,
        access: Access,
        summary: &'static str,
        handler: Handler,
    ) -> Self {
        Self {
            method,
            path,
            access,
            handler,
            outside: None,
            summary,
            body: None,
            answer: None,
            paged: false,
            whole: false,
            verify: false,
            parameters: &[],
            formats: &["csv"],
            grows: false,
        }
    }

    /// A route whose handler has no transaction around it.
    #[must_use]
    pub const fn alone(
        method: Method,
        path: &'static str,
        access: Access,
        summary: &'static str,
        outside: Outside,
    ) -> Self {
        let mut route = Self::new(method, path, access, summary, crate::handler!(never));
        route.outside = Some(outside);
        route
    }

    /// A route that reads, for everybody with the right to view.
    #[must_use]
    pub const fn get(path: &'static str, summary: &'static str, handler: Handler) -> Self {
        Self::new(Method::Get, path, Access::Right(Right::View), summary, handler)
    }

    /// A route that acts.
    #[must_use]
    pub const fn post(path: &'static str, right: Right, summary: &'static str, handler: Handler) -> Self {
        Self::new(Method::Post, path, Access::Right(right), summary, handler)
    }

    /// A route that changes fields.
    #[must_use]
    pub const fn patch(path: &'static str, right: Right, summary: &'static str, handler: Handler) -> Self {
        Self::new(Method::Patch, path, Access::Right(right), summary, handler)
    }

    /// A route that forgets.
    #[must_use]
    pub const fn delete(path: &'static str, right: Right, summary: &'static str, handler: Handler) -> Self {
        Self::new(Method::Delete, path, Access::Right(right), summary, handler)
    }

    /// The same with a body.
    #[must_use]
    pub const fn takes(mut self, body: SchemaOf) -> Self {
        self.body = Some(body);
        self
    }

    /// The same with an answer.
    #[must_use]
    pub const fn gives(mut self, answer: SchemaOf) -> Self {
        self.answer = Some(answer);
        self
    }

    /// The same with pages of an answer.
    #[must_use]
    pub const fn lists(mut self, answer: SchemaOf) -> Self {
        self.answer = Some(answer);
        self.paged = true;
        self
    }

    /// The same with one page of all there are.
    #[must_use]
    pub const fn gives_all(mut self, answer: SchemaOf) -> Self {
        self.answer = Some(answer);
        self.whole = true;
        self
    }

    /// The same with pages of a list that only grows, exported in these formats.
    #[must_use]
    pub const fn grows(mut self, answer: SchemaOf, formats: &'static [&'static str]) -> Self {
        self = self.lists(answer);
        self.formats = formats;
        self.grows = true;
        self
    }

    /// The same, and it reads these parameters.
    #[must_use]
    pub const fn reads(mut self, parameters: &'static [&'static str]) -> Self {
        self.parameters = parameters;
        self
    }

    /// The same, and it can be tried without writing.
    #[must_use]
    pub const fn verifiable(mut self) -> Self {
        self.verify = true;
        self
    }
}

async fn never(_: &Office, _: &mut Tx, call: &Call) -> Result<Answer, Fault> {
    Err(Fault::internal(format!("a route without transaction got one: {:?}", call.path)))
}

/// The schema of a type, for [`Route::takes`] and [`Route::gives`].
pub fn schema<T: schemars::JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// A handler of an async function `(office, tx, call) -> Result<Answer, Fault>`.
#[macro_export]
macro_rules! handler {
    ($function:path) => {
        |office, tx, call| Box::pin($function(office, tx, call))
    };
}

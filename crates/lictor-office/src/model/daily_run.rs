//! A run of the daily job, step by step.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::OperationState;
use crate::store::Value;
use crate::store::record::{self, Meta, Record, Table};
use crate::time::Time;

/// A run of the daily job, step by step.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct DailyRun {
    /// Id, version and times.
    #[serde(flatten)]
    pub meta: Meta,
    /// The day it was for.
    pub day: String,
    /// Whether it only said what it would do.
    pub dry_run: bool,
    /// Where it stands.
    pub state: OperationState,
    /// What each step did.
    #[serde(default)]
    pub steps: Vec<DailyStepReport>,
    /// How far it has told of licenses that end soon; a run that is taken up again goes on there.
    #[serde(default)]
    pub told: Told,
    /// When it ended.
    #[serde(default)]
    pub finished_at: Option<Time>,
}

/// How far a run of the daily job has told of what ends soon.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Licenses that were told of.
    pub licenses: i64,
    /// The id of the last one.
    pub last: String,
    /// Whether everything was told of.
    pub all: bool,
}

impl Record for DailyRun {
    const TABLE: &'static Table = &Table {
        name: "daily_runs",
        kind: "daily run",
        columns: &[record::day("day"), record::text("state")],
    };

    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn meta_mut(&mut self) -> &mut Meta {
        &mut self.meta
    }

    fn columns(&self) -> Vec<Value> {
        vec![self.day.as_str().into(), super::text_of(&self.state).into()]
    }
}

/// What one step of the daily job did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DailyStepReport {
    /// Name of the step.
    pub step: String,
    /// Records it looked at.
    pub looked_at: i64,
    /// Records it changed, or would.
    pub changed: i64,
    /// Ids of those, at most 1,000.
    #[serde(default)]
    pub targets: Vec<String>,
    /// What went wrong, if anything.
    #[serde(default)]
    pub error: Option<String>,
}

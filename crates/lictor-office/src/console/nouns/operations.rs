//! Jobs, sync runs and daily runs.

use super::super::cell::Cell;
use super::super::form::{FORM, Form, Input, When, field};
use super::super::noun::{Facts, Filter, Kind, NOUN, Noun, Takes, at, column, flag, more, number, text};
use super::words::OPERATION_STATES;

/// The nouns of this part.
pub(super) const NOUNS: &[&Noun] = &[&JOBS, &SYNC_RUNS, &DAILY_RUNS];

/// Jobs.
pub(in super::super) const JOBS: Noun = Noun {
    path: "jobs",
    api: "operations",
    title: "Jobs",
    one: "job",
    about: "Work that goes on behind requests, with its attempts. Nothing waits without a next attempt.",
    label: |record| text(record, "kind").replace('_', " "),
    columns: &[
        column("kind", "Kind", Kind::Own),
        column("target_id", "Target", Kind::Target("target_kind")),
        column("state", "State", Kind::Status),
        column("attempts", "Attempts", Kind::Number),
        column("next_attempt_at", "Next try", Kind::Time),
        column("error", "Error", Kind::Plain),
        column("created_at", "Started", Kind::Time),
        more("finished_at", "Finished", Kind::Time),
        more("actor", "By", Kind::Plain),
        more("error_code", "Code of the error", Kind::Code),
    ],
    filters: &[
        Filter { key: "filter[state]", label: "State", takes: Takes::OneOf(OPERATION_STATES) },
        Filter {
            key: "filter[kind]",
            label: "Kind",
            takes: Takes::OneOf(&[
                "issue",
                "activate",
                "retrieve",
                "install",
                "renew",
                "upgrade",
                "terminate",
                "reinstate",
                "sync",
                "sync_all",
                "fetch_classes",
                "expire",
                "daily",
            ]),
        },
    ],
    search: false,
    empty: "Jobs appear when something is asked of an issuer or a license server.",
    status: "state",
    facts: &[Facts {
        title: "Job",
        lines: &[
            column("kind", "Kind", Kind::Plain),
            column("target_id", "Target", Kind::Target("target_kind")),
            column("attempts", "Attempts", Kind::Number),
            column("first_attempt_at", "First try", Kind::Time),
            column("next_attempt_at", "Next try", Kind::Time),
            column("error", "Error", Kind::Plain),
            column("error_code", "Code of the error", Kind::Code),
            column("result", "Result", Kind::Plain),
            column("actor", "By", Kind::Plain),
            column("created_at", "Started", Kind::Time),
            column("finished_at", "Finished", Kind::Time),
        ],
    }],
    forms: &[&RETRY, &CANCEL],
    ..NOUN
};

const RETRY: Form = Form {
    name: "retry",
    title: "Retry now",
    api: "/v1/operations/{id}/retry",
    at_once: true,
    when: When::Is("state", &["Queued", "Waiting"]),
    ..FORM
};

const CANCEL: Form = Form {
    name: "cancel",
    title: "Cancel",
    about: "Gives the job up. What it works on goes back to where it came from.",
    api: "/v1/operations/{id}/cancel",
    danger: true,
    when: When::Is("state", &["Queued", "Waiting"]),
    ..FORM
};

const SYNC_RUNS: Noun = Noun {
    path: "sync-runs",
    api: "sync-runs",
    title: "Sync runs",
    one: "sync run",
    about: "Comparisons of all licenses with their issuers.",
    label: |record| {
        format!("of {}", text(record, "created_at").chars().take(16).collect::<String>().replace('T', " "))
    },
    columns: &[
        column("created_at", "Run", Kind::Own),
        column("state", "State", Kind::Status),
        column("totals/checked", "Checked", Kind::Number),
        column("totals/in_sync", "In sync", Kind::Number),
        column("totals/not_in_sync", "Not in sync", Kind::Number),
        column("totals/failed", "Failed", Kind::Number),
        column("totals/skipped", "Skipped", Kind::Number),
        column("finished_at", "Finished", Kind::Time),
    ],
    filters: &[Filter { key: "filter[state]", label: "State", takes: Takes::OneOf(OPERATION_STATES) }],
    search: false,
    beginnings: &[&RUN_NOW],
    empty: "Runs come with the daily job, or when you start one.",
    status: "state",
    facts: &[
        Facts {
            title: "Totals",
            lines: &[
                column("totals/checked", "Checked", Kind::Number),
                column("totals/in_sync", "In sync", Kind::Number),
                column("totals/not_in_sync", "Not in sync", Kind::Number),
                column("totals/failed", "Failed", Kind::Number),
                column("totals/skipped", "Skipped", Kind::Number),
                column("created_at", "Started", Kind::Time),
                column("finished_at", "Finished", Kind::Time),
            ],
        },
        Facts { title: "Failures", lines: &[column("failures", "Could not be compared", Kind::Plain)] },
    ],
    ..NOUN
};

const RUN_NOW: Form = Form {
    name: "run",
    title: "Run now",
    about: "Compares every license of every online plug-in with its issuer.",
    api: "/v1/licenses/sync",
    at_once: true,
    ..FORM
};

const DAILY_RUNS: Noun = Noun {
    path: "daily-runs",
    api: "daily-runs",
    title: "Daily runs",
    one: "daily run",
    about: "Sync, renewals, expiry, emergency licenses and notifications of one day, in this order.",
    label: |record| text(record, "day"),
    columns: &[
        column("day", "Day", Kind::Own),
        column("dry_run", "Dry run", Kind::Plain),
        column("state", "State", Kind::Status),
        column(
            "changed",
            "Changed",
            Kind::Made(|record| {
                let steps = at(record, "steps").as_array().into_iter().flatten();
                Cell::Number(steps.map(|step| number(step, "changed")).sum::<i64>().to_string())
            }),
        ),
        column("created_at", "Started", Kind::Time),
        column("finished_at", "Finished", Kind::Time),
    ],
    filters: &[Filter { key: "filter[state]", label: "State", takes: Takes::OneOf(OPERATION_STATES) }],
    search: false,
    beginnings: &[&DAILY_NOW],
    empty: "The daily job runs at the time that the settings name.",
    status: "state",
    facts: &[Facts {
        title: "Run",
        lines: &[
            column("day", "Day", Kind::Plain),
            column(
                "dry_run",
                "Dry run",
                Kind::Made(|record| {
                    Cell::Text(
                        if flag(record, "dry_run") { "Yes: nothing was changed" } else { "No" }.to_owned(),
                    )
                }),
            ),
            column("created_at", "Started", Kind::Time),
            column("finished_at", "Finished", Kind::Time),
        ],
    }],
    ..NOUN
};

const DAILY_NOW: Form = Form {
    name: "run",
    title: "Run the daily job",
    about: "Verify is a dry run: it says which licenses would be renewed, expire or be swept, and changes nothing.",
    api: "/v1/daily-runs",
    fields: &[field("day", "Day", Input::Day, "Leave empty for today.")],
    verify: true,
    ..FORM
};

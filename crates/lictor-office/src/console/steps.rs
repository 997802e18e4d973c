//! Where a person is in something that takes several pages.

use askama::Template;

use super::html::Html;

/// A page on the way.
struct Step {
    name: &'static str,
    /// Whether it lies behind.
    done: bool,
    here: bool,
}

#[derive(Template)]
#[template(path = "steps.html")]
struct StepsView {
    steps: Vec<Step>,
    at: usize,
    count: usize,
}

/// The pages on the way, and at which one the person is, from 0.
pub(super) fn of(names: &[&'static str], at: usize) -> Html {
    let step = |(place, name): (usize, &&'static str)| Step { name, done: place < at, here: place == at };
    let steps = names.iter().enumerate().map(step).collect();
    // Behind the last one somebody is still at it.
    Html::of(&StepsView { steps, at: (at + 1).min(names.len()), count: names.len() })
}

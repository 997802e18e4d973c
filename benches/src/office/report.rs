//! The table that is printed.

use super::load::Outcome;

/// One row for each kind of request.
pub(super) fn table(outcome: &Outcome) -> String {
    let mut text = format!(
        "{:.0} s, {} answers, {:.1} a second\n\n\
         | request | answers | p50 ms | p99 ms | p99.9 ms | max ms | goal p99 | | bad |\n\
         |---|---|---|---|---|---|---|---|---|\n",
        outcome.time.as_secs_f64(),
        outcome.kinds.values().map(|kind| kind.answers).sum::<u64>(),
        outcome.kinds.values().map(|kind| kind.answers).sum::<u64>() as f64 / outcome.time.as_secs_f64(),
    );
    for (kind, tally) in &outcome.kinds {
        let (name, goal) = kind.goal();
        let ms = |quantile| tally.us(quantile) as f64 / 1000.0;
        let (goal, verdict) = match goal {
            Some(goal) if ms(0.99) <= goal as f64 => (format!("≤ {goal}"), "met"),
            Some(goal) => (format!("≤ {goal}"), "missed"),
            None => ("–".to_owned(), ""),
        };
        text += &format!(
            "| {name} | {} | {:.1} | {:.1} | {:.1} | {:.1} | {goal} | {verdict} | {} |\n",
            tally.answers,
            ms(0.5),
            ms(0.99),
            ms(0.999),
            ms(1.0),
            tally.bad,
        );
    }
    for bad in &outcome.complaints {
        text += &format!("bad: {bad}\n");
    }
    text
}

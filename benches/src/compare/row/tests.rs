//! The table of a few made-up rounds.

use std::time::Duration;

use super::*;

fn outcome(answers: u64, cpu_ms: u64, us: u64) -> Outcome {
    let mut outcome = Outcome { answers, time: Duration::from_secs(1), ..Outcome::empty() };
    outcome.server_cpu = Duration::from_millis(cpu_ms);
    outcome.record(Duration::from_micros(us), answers);
    outcome
}

#[test]
fn a_row_holds_medians_of_ratios_and_their_ends() {
    let mut measured = Measured::default();
    for (ours, echo) in [(800, 1000), (900, 1000), (500, 1000)] {
        measured.keep("process 50x1", outcome(ours, 9, 30));
        measured.keep("echo 50x1", outcome(echo, 5, 20));
    }
    let rows = rows(&measured);
    assert_eq!(
        table(&rows).lines().skip(2).collect::<Vec<_>>(),
        [
            "| P1 50 connections, process | 800 | 11.2 | 30 | 30 | 30 | echo 50x1 | 0.80 (0.50..0.90) | 2.25 | 1.50 | 1.50 | 1.50 | rate ≥ 0.85, CPU ≤ 1.3 |"
        ]
    );
}

#[test]
fn p4_stands_beside_the_sum_of_sync_and_echo() {
    let mut measured = Measured::default();
    measured.keep("disk 1x1", outcome(10_000, 50, 100));
    measured.keep("echo 1x1", outcome(50_000, 50, 20));
    assert_eq!(rows(&measured), [], "half a floor is none");
    measured.keep("fdatasync", outcome(15_000, 0, 60));
    let [row] = &rows(&measured)[..] else { panic!("one row") };
    assert_eq!(row.us_ratio, [Some(1.25), None, None]);
    assert_eq!((row.rate_ratio.median, row.cpu_ratio), (0.8, None));
}

#[test]
fn rows_stand_in_the_order_of_the_goals() {
    let mut measured = Measured::default();
    for (_, _, ours, beside) in LINES {
        measured.keep(ours, outcome(10, 1, 1));
        measured.keep(beside, outcome(10, 1, 1));
    }
    measured.keep("disk 1x1", outcome(10, 1, 1));
    measured.keep("fdatasync", outcome(10, 0, 1));
    let goals: Vec<String> =
        rows(&measured).iter().filter_map(|row| row.name.split(' ').next().map(str::to_owned)).collect();
    let expected = ["P1", "P2", "P3", "P3", "P4", "P5", "P5", "P5", "P6", "P7", "P7", "P8", "P8", "P16", "1"];
    assert_eq!(goals, expected);
}

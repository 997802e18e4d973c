//! What the demo tells: a page, with everything that differs from run to run replaced.

use lictor_entitle::calendar::{add_days, add_months};
use lictor_types::CivilDate;

use crate::cli::printer::Printer;

/// Months ahead in which a day is told by its distance.
const MONTHS: u32 = 24;
/// Days after that.
const DAYS: u32 = 11;

/// The page, as far as it is told.
#[derive(Debug)]
pub(super) struct Teller {
    today: CivilDate,
    page: String,
    printer: Option<Printer>,
    fenced: bool,
    names: Vec<(String, String)>,
}

impl Teller {
    /// A page that begins today; shown while it grows if there is a printer.
    pub(super) fn new(today: CivilDate, printer: Option<Printer>) -> Self {
        let mut teller = Self { today, page: String::new(), printer, fenced: false, names: Vec::new() };
        teller.put("# A tour of the back office\n\n");
        teller.put(
            "> Played by `lictor-office demo`: two back offices in processes of their own (an issuer and a \
             provider), a\n> license server, and a client that holds seats. Every line is what one of them \
             answered.\n",
        );
        teller
    }

    /// From now on a text that differs from run to run is told by a name.
    pub(super) fn call(&mut self, text: impl Into<String>, name: &str) {
        self.names.push((text.into(), name.to_owned()));
    }

    /// A new chapter.
    pub(super) fn chapter(&mut self, title: &str) {
        self.close();
        self.put(&format!("\n## {title}\n"));
    }

    /// What somebody did or answered.
    pub(super) fn line(&mut self, who: &str, text: &str) {
        if !self.fenced {
            self.put("\n```text\n");
            self.fenced = true;
        }
        let mut text = text.to_owned();
        for (real, name) in &self.names {
            text = text.replace(real, name);
        }
        self.put(&format!("{who:<9}{text}\n"));
    }

    /// A day by its distance from today.
    pub(super) fn day(&self, text: &str) -> String {
        let Ok(day) = CivilDate::parse(text) else { return "never".to_owned() };
        let anchor = self.today.day();
        for (months, days) in (0..=MONTHS).flat_map(|months| (0..=DAYS).map(move |days| (months, days))) {
            let then = add_days(add_months(self.today, anchor, months), days);
            if then == day {
                return match (months, days) {
                    (0, 0) => "today".to_owned(),
                    (0, days) => format!("today + {days} days"),
                    (1, 0) => "today + 1 month".to_owned(),
                    (1, days) => format!("today + 1 month {days} days"),
                    (months, 0) => format!("today + {months} months"),
                    (months, days) => format!("today + {months} months {days} days"),
                };
            }
        }
        "some day".to_owned()
    }

    /// The whole page.
    pub(super) fn finish(mut self) -> String {
        self.close();
        self.page
    }

    fn close(&mut self) {
        if self.fenced {
            self.put("```\n");
            self.fenced = false;
        }
    }

    fn put(&mut self, text: &str) {
        self.page.push_str(text);
        if let Some(printer) = self.printer {
            // The page is whole whether or not somebody watches.
            let _ = printer.bytes(text.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_from_run_to_run_is_told_by_a_name() {
        let mut teller = Teller::new(CivilDate::parse("2026-01-31").unwrap(), None);
        teller.call("HOSTNAME=box", "HOSTNAME=licsrv");
        for (day, told) in [
            ("2026-01-31", "today"),
            ("2026-02-28", "today + 1 month"),
            ("2026-03-10", "today + 1 month 10 days"),
            ("2026-03-31", "today + 2 months"),
            ("", "never"),
        ] {
            assert_eq!(teller.day(day), told, "{day}");
        }
        teller.chapter("One");
        teller.line("client", "on HOSTNAME=box");
        let page = teller.finish();
        assert!(page.ends_with("\n## One\n\n```text\nclient   on HOSTNAME=licsrv\n```\n"), "{page}");
    }
}

//! Which strings of DMI name a hypervisor or a cloud.

use crate::dmi::{Dmi, Field};

mod clouds;
mod hypervisors;

pub(crate) use clouds::cloud;
pub(crate) use hypervisors::hypervisor;

/// One thing that DMI must say: the field begins with the text, without regard to case.
type Sign = (Field, &'static str);

fn shows(dmi: &Dmi, (field, text): &Sign) -> bool {
    let begins = |found: &str| found.get(..text.len()).is_some_and(|head| head.eq_ignore_ascii_case(text));
    dmi.get(*field).is_some_and(begins)
}

/// The signs as evidence, if DMI shows all of them.
fn shown(dmi: &Dmi, signs: &[Sign]) -> Option<Vec<String>> {
    signs
        .iter()
        .all(|sign| shows(dmi, sign))
        .then(|| signs.iter().filter_map(|(field, _)| dmi.evidence(*field)).collect())
}

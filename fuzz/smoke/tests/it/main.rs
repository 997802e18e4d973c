//! Every target has seeds and bears them and a few hundred mutations of them.

use lictor_fuzz::{Mutator, TARGETS};

/// TRU-04: no seed and no mutation of it breaks a promise.
#[test]
fn tru_04_every_target_bears_a_few_hundred_inputs() {
    for target in TARGETS {
        let seeds = (target.seeds)();
        assert!(!seeds.is_empty(), "{} has no seeds", target.name);
        seeds.iter().for_each(|seed| (target.run)(seed));
        for number in 0..300 {
            (target.run)(&Mutator::new(0, number).mutate(&seeds));
        }
    }
}

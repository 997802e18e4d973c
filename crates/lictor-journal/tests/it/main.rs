//! What the journal promises, tried on both storages, at every crash and for every byte.

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod directory;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod format;
#[cfg(test)]
mod generated;
#[cfg(test)]
mod large;
#[cfg(test)]
mod live;
#[cfg(test)]
mod script;
#[cfg(test)]
mod tamper;

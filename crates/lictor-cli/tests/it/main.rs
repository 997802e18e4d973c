//! The `lictor` program as people call it: real files, real daemons, exit codes and documents.

#[cfg(test)]
mod acceptance;
#[cfg(test)]
mod administration;
#[cfg(test)]
mod borrow;
#[cfg(test)]
mod calls;
#[cfg(test)]
mod directory;
#[cfg(test)]
mod explain;
#[cfg(test)]
mod generated;
#[cfg(test)]
mod history;
#[cfg(test)]
mod license;
#[cfg(test)]
mod licstat;
#[cfg(test)]
mod log;
#[cfg(test)]
mod midnight;
#[cfg(test)]
mod queue;
#[cfg(test)]
mod replay;
#[cfg(test)]
mod report;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod run;
#[cfg(test)]
mod trust;
#[cfg(test)]
mod vendor;

//! The `lictor` program as people call it: real files, real daemons, exit codes and documents.

#[cfg(test)]
mod acceptance;
#[cfg(test)]
mod administration;
#[cfg(test)]
mod calls;
#[cfg(test)]
mod directory;
#[cfg(test)]
mod generated;
#[cfg(test)]
mod license;
#[cfg(test)]
mod licstat;
#[cfg(test)]
mod log;
#[cfg(test)]
mod midnight;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod run;
#[cfg(test)]
mod trust;
#[cfg(test)]
mod vendor;

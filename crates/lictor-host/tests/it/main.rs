//! Machines as they are found in the world, each a small tree of files, and what is told of them.

#[cfg(test)]
mod cloud;
#[cfg(test)]
mod container;
#[cfg(test)]
mod disk;
#[cfg(test)]
mod host_ids;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod terminal;
#[cfg(test)]
mod this;
#[cfg(test)]
mod tree;
#[cfg(test)]
mod virtual_machine;

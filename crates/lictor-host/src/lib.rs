//! Facts about this machine: host ids and the operating system's identity of the user.

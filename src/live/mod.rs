//! The door to the live machine: sockets, names, processes, other programs.
//!
//! Only [`crate::doctor`] opens it. Everything here has a limit of time and size, changes nothing,
//! and sends nothing but what it is given.

mod children;
mod http;
mod listeners;
mod log;
mod mark;
mod names;
mod run;
mod sockets;
mod start;
mod tls;

pub use children::end_all;
pub use http::{Exchange, HttpError, Method, Request, Trust, exchange};
pub use listeners::{Listener, container_sockets, listeners};
pub use log::{age, newest, tail};
pub use mark::Mark;
pub use names::{Unresolved, resolve};
pub use run::{Ran, run, run_in};
pub use sockets::{Touch, touch};
pub use start::{Ended, Started, Talk, start};
pub use tls::{Faults, faults as tls_faults, roots, shown};

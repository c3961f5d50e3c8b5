//! Test clients that speak the domain, and servers to speak to.

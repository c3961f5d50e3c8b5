//! CAS 2 and 3: the XML of `/serviceValidate`, `/p3/serviceValidate` and their proxy twins (CAS §2.5, §2.8).

mod answer;
mod client;
#[cfg(test)]
mod tests;

pub use answer::{Dialect, Failure, FailureCode, Success};
pub use client::{Answer, AnswerError};

/// The namespace of every element (CAS appendix A).
const NAMESPACE: &str = "http://www.yale.edu/tp/cas";

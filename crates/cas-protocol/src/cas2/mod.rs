//! CAS 2 and 3: the XML of `/serviceValidate`, `/p3/serviceValidate` and their proxy twins (CAS §2.5, §2.8).

mod answer;
mod client;
mod request;
#[cfg(test)]
mod tests;

pub use answer::{Dialect, Failure, FailureCode, Success};
pub use client::{Answer, AnswerError};
pub use request::{Format, ProxyRequest, RequestError, RequestFault, ValidationRequest};

/// The namespace of every element (CAS appendix A).
const NAMESPACE: &str = "http://www.yale.edu/tp/cas";

//! CAS 2 and 3: `/serviceValidate`, `/proxyValidate` and their `/p3` twins, `/proxy` (CAS §2.5 to §2.8).

mod answer;
mod client;
#[cfg(test)]
mod proxy_tests;
mod request;
#[cfg(test)]
mod tests;

pub use answer::{Dialect, Failure, FailureCode, ProxyAnswer, Success};
pub use client::{Answer, AnswerError};
pub use request::{Format, ProxyRequest, RequestError, RequestFault, ValidationRequest, callback_address};

/// The namespace of every element (CAS appendix A).
const NAMESPACE: &str = "http://www.yale.edu/tp/cas";

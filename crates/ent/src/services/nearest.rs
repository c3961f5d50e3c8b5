//! The registered address that is nearest to one that is refused: what an administrator needs to see first.

use std::sync::Arc;

use cas_protocol::service::{Difference, PathCase, ServiceAddress, explain};

use super::{Catalogue, Service, ServiceKind};

/// A registered address near another one.
#[derive(Debug, Clone)]
pub struct Nearest {
    /// The service it belongs to.
    pub service: Arc<Service>,
    /// The address as it is registered.
    pub pattern: String,
    /// What sets the two apart, at least one thing.
    pub differences: Vec<Difference>,
}

impl Catalogue {
    /// The nearest of the addresses of services that `shown` lets pass. The portal is no answer: its address follows
    /// from the configuration.
    pub(crate) fn nearest(
        &self,
        address: &ServiceAddress,
        shown: impl Fn(&Service) -> bool,
    ) -> Option<Nearest> {
        let shown = |service: &Service| service.kind != ServiceKind::Internal && shown(service);
        let candidates = self.patterns().filter(|(service, _)| shown(service));
        let found = explain(address, candidates.map(|(_, pattern)| pattern), PathCase::Exact)?.nearest;
        let (service, pattern) = self.patterns().find(|(_, pattern)| *pattern == found)?;
        // Of a service that ignores the case, a difference of case is none.
        let differences = explain(address, [pattern], service.path_case())?.differences;
        Some(Nearest { service: Arc::clone(service), pattern: pattern.as_str().to_owned(), differences })
    }
}

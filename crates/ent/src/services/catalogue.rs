//! All services as every node holds them in memory: each address that a browser asks for is compared with all of them.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use cas_protocol::service::{ServiceAddress, ServiceAddressError, ServicePattern};
use model::Uai;
use quick_cache::sync::Cache;

use super::{PORTAL, Service};
use crate::{
    directory::{Affiliation, Profile},
    ids::ServiceId,
};

db::row! {
    pub(super) struct Grant {
        service_id: ServiceId => text,
        uai: Uai => text,
        profile: Profile => text,
    }
}

db::row! {
    /// A further address, accepted by somebody.
    pub(super) struct FurtherAddress {
        service_id: ServiceId => text,
        pattern: String => text,
    }
}

/// All services with their patterns read and their grants.
pub(crate) struct Catalogue {
    services: Vec<Registered>,
    /// Addresses that were asked for, as they came: the same few come all the time.
    asked: Cache<String, (ServiceAddress, Arc<Service>)>,
}

/// Addresses remembered with their service. Only those that a service accepts are: whoever asks for others, however
/// many, drives none out.
const ASKED: usize = 1_000;

struct Registered {
    service: Arc<Service>,
    /// Its own pattern, then the further addresses. One that cannot be read accepts nothing and is left out.
    patterns: Vec<ServicePattern>,
    granted: HashSet<(Uai, Profile)>,
}

impl Catalogue {
    pub(super) fn new(services: Vec<Service>, addresses: Vec<FurtherAddress>, grants: Vec<Grant>) -> Self {
        let mut granted: HashMap<ServiceId, HashSet<(Uai, Profile)>> = HashMap::new();
        for grant in grants {
            granted.entry(grant.service_id).or_default().insert((grant.uai, grant.profile));
        }
        let mut further: HashMap<ServiceId, Vec<String>> = HashMap::new();
        for address in addresses {
            further.entry(address.service_id).or_default().push(address.pattern);
        }
        let register = |service: Service| {
            let further = further.remove(&service.id).unwrap_or_default();
            let written = std::iter::once(&service.pattern).chain(&further);
            Registered {
                patterns: written.filter_map(|pattern| ServicePattern::parse(pattern).ok()).collect(),
                granted: granted.remove(&service.id).unwrap_or_default(),
                service: Arc::new(service),
            }
        };
        Self { services: services.into_iter().map(register).collect(), asked: Cache::new(ASKED) }
    }

    /// The service of this key.
    pub(crate) fn get(&self, service: &ServiceId) -> Option<Arc<Service>> {
        let registered = self.services.iter().find(|registered| registered.service.id == *service)?;
        Some(Arc::clone(&registered.service))
    }

    /// Reads an address and finds the service that it belongs to, which is done once for an address that comes again.
    ///
    /// # Errors
    /// [`ServiceAddressError`].
    pub(crate) fn find(
        &self,
        address: &str,
    ) -> Result<Option<(ServiceAddress, Arc<Service>)>, ServiceAddressError> {
        if let Some(found) = self.asked.get(address) {
            return Ok(Some(found));
        }
        let read = ServiceAddress::parse(address)?;
        let found = self.of_address(&read).map(|service| (read, service));
        if let Some(found) = &found {
            self.asked.insert(address.to_owned(), found.clone());
        }
        Ok(found)
    }

    /// The service that an address belongs to: where several accept it, the one with the longest pattern, so that a
    /// service below another's address keeps its own people.
    pub(crate) fn of_address(&self, address: &ServiceAddress) -> Option<Arc<Service>> {
        self.matching(address).map(|(service, _)| Arc::clone(service))
    }

    /// The service that an address belongs to, with the pattern that accepts it.
    pub(crate) fn matching(&self, address: &ServiceAddress) -> Option<(&Arc<Service>, &ServicePattern)> {
        let accepting =
            self.patterns().filter(|(service, pattern)| pattern.accepts(address, service.path_case()));
        accepting.max_by_key(|(_, pattern)| pattern.as_str().len())
    }

    /// Every address under which a service is known.
    pub(crate) fn patterns(&self) -> impl Iterator<Item = (&Arc<Service>, &ServicePattern)> {
        self.services
            .iter()
            .flat_map(|known| known.patterns.iter().map(move |pattern| (&known.service, pattern)))
    }

    /// All services, the portal among them.
    pub(crate) fn services(&self) -> impl Iterator<Item = &Arc<Service>> {
        self.services.iter().map(|known| &known.service)
    }

    /// Whether a person may use a service: it is open to every account, or one of their profiles, in the school where
    /// they have it, has the right.
    pub(crate) fn may_use(&self, service: &Service, affiliations: &[Affiliation]) -> bool {
        let known = self.services.iter().find(|known| known.service.id == service.id);
        known.is_some_and(|known| known.admits(affiliations))
    }

    /// The services that a person finds in the portal.
    pub(crate) fn usable(&self, affiliations: &[Affiliation]) -> Vec<Arc<Service>> {
        let usable = self.services.iter().filter(|known| known.service.code != PORTAL);
        let usable = usable.filter(|known| known.admits(affiliations));
        usable.map(|known| Arc::clone(&known.service)).collect()
    }
}

impl Registered {
    fn admits(&self, affiliations: &[Affiliation]) -> bool {
        let granted = |at: &Affiliation| self.granted.contains(&(at.uai.clone(), at.profile));
        self.service.code == PORTAL || self.service.open_to_all || affiliations.iter().any(granted)
    }
}

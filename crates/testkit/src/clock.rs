//! A clock for tests.

use std::sync::{Arc, Mutex};

use web::{Clock, Timestamp, clock::SignedDuration};

/// A clock that moves only when told.
#[derive(Debug, Clone)]
pub struct TestClock(Arc<Mutex<Timestamp>>);

impl Default for TestClock {
    /// A Monday of the school year, in the morning.
    fn default() -> Self {
        Self(Arc::new(Mutex::new("2026-09-07T06:30:00Z".parse().unwrap())))
    }
}

impl TestClock {
    /// Moves the clock on.
    pub fn pass(&self, duration: SignedDuration) {
        let mut now = self.0.lock().unwrap();
        *now = now.checked_add(duration).unwrap();
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

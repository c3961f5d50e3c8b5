//! Scenarios in Chromium, as people walk them: by the names that they read on the screen.
//!
//! A scenario runs wide and narrow, with and without JavaScript. On every page it comes to, the tab takes a picture and
//! looks for faults: content wider than the screen, a message in the console, a request that leaves this machine, and,
//! with JavaScript, anything that axe-core objects to. (Without JavaScript axe cannot run: it waits by timers, which the
//! page does not have. Both modes get the same page, so nothing is lost.)

mod axe;
mod driver;
mod faults;
mod fields;
mod find;
mod keyboard;
mod pictures;
mod session;
mod tab;
#[cfg(test)]
mod tests;

use std::{panic::AssertUnwindSafe, sync::LazyLock};

use futures_util::FutureExt as _;
use tokio::runtime::Runtime;

pub use tab::Tab;

/// How a scenario is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mode {
    /// Width of the window, in CSS pixels.
    pub width: u32,
    /// Whether pages may run scripts.
    pub scripts: bool,
}

impl Mode {
    /// A computer's screen, with JavaScript.
    pub const WIDE: Self = Self { width: 1280, scripts: true };
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::WIDE,
        Self { width: 360, scripts: true },
        Self { width: 1280, scripts: false },
        Self { width: 360, scripts: false },
    ];

    /// Short name, also that of the folder of its pictures: `360-nojs`.
    pub fn name(self) -> String {
        format!("{}-{}", self.width, if self.scripts { "js" } else { "nojs" })
    }
}

/// One runtime for all scenarios of a test program: the browsers are shared, and a connection lives as long as the
/// runtime that made it.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// Walks a scenario in every mode. Its pictures are kept in `target/pictures/<scenario>/<mode>/`.
///
/// # Panics
/// When the scenario does, or when a page has a fault; the last picture is then `failed.png`.
#[expect(clippy::print_stderr, reason = "a failed test says in which mode it failed")]
pub fn in_every_mode(scenario: &str, walk: impl AsyncFn(&Tab)) {
    let folder = pictures::empty_folder(scenario);
    for mode in Mode::ALL {
        RUNTIME.block_on(async {
            let tab = Tab::open_in(mode, folder.join(mode.name())).await;
            match AssertUnwindSafe(walk(&tab)).catch_unwind().await {
                Ok(()) => tab.close().await,
                Err(panic) => {
                    eprintln!("{scenario} failed in mode {}", mode.name());
                    tab.keep_failure().await;
                    std::panic::resume_unwind(panic);
                }
            }
        });
    }
}

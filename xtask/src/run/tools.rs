//! Programs of others that tests need. Nothing is skipped silently: what is missing is installed where that is
//! allowed, else named, and the run fails.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// A program, where Debian puts it, and the package that brings it.
pub struct Tool {
    /// A path from the root of the system; one `*` stands for any folder name.
    path: &'static str,
    package: &'static str,
    what_for: &'static str,
}

const fn tool(path: &'static str, package: &'static str, what_for: &'static str) -> Tool {
    Tool { path, package, what_for }
}

/// What `cargo xtask test` needs.
pub const FOR_TESTS: &[Tool] = &[
    tool("usr/bin/chromium", "chromium", "the browser tests"),
    tool("usr/bin/chromedriver", "chromium-driver", "the browser tests"),
    tool("usr/lib/postgresql/*/bin/initdb", "postgresql", "the tests on PostgreSQL"),
    tool("usr/sbin/nginx", "nginx-light", "the test of the nginx sample"),
    tool("usr/bin/systemd-analyze", "systemd", "the test of the systemd units"),
    tool("usr/bin/prlimit", "util-linux", "the tests of a full disk"),
    tool("usr/bin/python3", "python3", "the test of the script that links lists as others do"),
];

/// What `cargo xtask test --peers` needs besides.
pub const FOR_PEERS: &[Tool] = &[
    tool("usr/bin/python3", "python3", "the checks"),
    tool("usr/lib/python3*/ensurepip", "python3-venv", "the checks"),
    tool("usr/bin/openssl", "openssl", "the certificate of the ENT that clients meet"),
    tool("usr/sbin/apache2", "apache2-bin", "mod_auth_cas"),
    tool("usr/lib/apache2/modules/mod_auth_cas.so", "libapache2-mod-auth-cas", "mod_auth_cas"),
    tool("usr/bin/php", "php-cli", "phpCAS"),
    tool("usr/share/php/CAS", "php-cas", "phpCAS"),
    tool("usr/lib/php/*/dom.so", "php-xml", "phpCAS"),
    tool("usr/bin/node", "nodejs", "the client written for Node"),
    tool("usr/bin/npm", "npm", "the client written for Node"),
    tool("usr/share/lemonldap-ng/portal/htdocs/index.psgi", "liblemonldap-ng-portal-perl", "LemonLDAP::NG"),
    // Its package only recommends these, but its portal does not start without them.
    tool("usr/share/perl5/GD/SecurityImage.pm", "libgd-securityimage-perl", "LemonLDAP::NG"),
    tool("usr/share/perl5/Image/Magick.pm", "libimage-magick-perl", "LemonLDAP::NG"),
    tool("usr/share/perl5/IO/String.pm", "libio-string-perl", "LemonLDAP::NG"),
    tool("usr/share/perl5/XML/Simple.pm", "libxml-simple-perl", "LemonLDAP::NG"),
];

/// What to do about missing tools.
#[derive(Debug, PartialEq, Eq)]
enum Plan {
    Nothing,
    Install(Vec<&'static str>),
    Tell(String),
}

/// Makes sure that all of `tools` are there; says what it does.
pub fn ensure_installed(tools: &[Tool]) -> bool {
    let may_install = is_root() && Path::new("/usr/bin/apt-get").exists();
    let done = match plan(Path::new("/"), tools, may_install) {
        Plan::Nothing => Ok(()),
        Plan::Tell(text) => Err(anyhow::anyhow!(text)),
        Plan::Install(packages) => {
            println!("installing {}", packages.join(", "));
            install(&packages).and_then(|()| match plan(Path::new("/"), tools, false) {
                Plan::Tell(text) => Err(anyhow::anyhow!(text)),
                _ => Ok(()),
            })
        }
    };
    done.inspect_err(|error| println!("{error:#}")).is_ok()
}

fn plan(system: &Path, tools: &[Tool], may_install: bool) -> Plan {
    let missing: Vec<&Tool> = tools.iter().filter(|tool| !present(system, tool.path)).collect();
    let mut packages: Vec<&str> = missing.iter().map(|tool| tool.package).collect();
    packages.dedup();
    if missing.is_empty() {
        Plan::Nothing
    } else if may_install {
        Plan::Install(packages)
    } else {
        let each =
            missing.iter().map(|t| format!("missing: /{} ({}), for {}\n", t.path, t.package, t.what_for));
        let command =
            format!("install with: sudo apt-get install --no-install-recommends {}", packages.join(" "));
        Plan::Tell(each.collect::<String>() + &command)
    }
}

fn present(system: &Path, path: &str) -> bool {
    let mut places = vec![system.to_owned()];
    for part in path.split('/') {
        places = match part.split_once('*') {
            None => places.into_iter().map(|place| place.join(part)).collect(),
            Some((begin, end)) => {
                places.iter().flat_map(|place| children(place)).filter(|c| named(c, begin, end)).collect()
            }
        };
    }
    places.iter().any(|place| place.exists())
}

fn children(place: &Path) -> Vec<PathBuf> {
    fs::read_dir(place).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

fn named(path: &Path, begin: &str, end: &str) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.len() >= begin.len() + end.len() && name.starts_with(begin) && name.ends_with(end)
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// Installs Debian packages without starting the servers they bring: the tests start their own.
fn install(packages: &[&str]) -> Result<()> {
    let _quiet = NoServers::ask()?;
    let apt = |arguments: &[&str]| -> Result<()> {
        let mut command = Command::new("/usr/bin/apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(["-qq", "-o", "DPkg::Lock::Timeout=120"]);
        let status = command.args(arguments).status().context("starting apt-get")?;
        ensure!(
            status.success(),
            "apt-get {} failed: install {} by hand",
            arguments.join(" "),
            packages.join(" ")
        );
        Ok(())
    };
    apt(&["update"])?;
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(packages);
    apt(&arguments)
}

/// While it lives, packages that are installed start no server and make no database cluster.
struct NoServers {
    made: Vec<PathBuf>,
}

impl NoServers {
    fn ask() -> Result<Self> {
        let mut asked = Self { made: Vec::new() };
        asked.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n")?;
        fs::create_dir_all("/etc/postgresql-common/createcluster.d").context("preparing for PostgreSQL")?;
        asked.write(
            "/etc/postgresql-common/createcluster.d/passerelle.conf",
            "create_main_cluster = false\n",
        )?;
        Ok(asked)
    }

    /// Writes a file, unless the owner of the machine has one there.
    fn write(&mut self, path: &str, content: &str) -> Result<()> {
        use std::os::unix::fs::OpenOptionsExt as _;
        let opened = fs::OpenOptions::new().write(true).create_new(true).mode(0o755).open(path);
        match opened {
            Ok(mut file) => {
                self.made.push(path.into());
                file.write_all(content.as_bytes()).with_context(|| format!("writing {path}"))
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(error).with_context(|| format!("writing {path}")),
        }
    }
}

impl Drop for NoServers {
    fn drop(&mut self) {
        for path in &self.made {
            // A file that is gone already needs no removing.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOOLS: &[Tool] = &[
        tool("usr/bin/a", "package-a", "one thing"),
        tool("usr/lib/b/*/bin/b", "package-b", "another"),
        tool("usr/lib/c3*/c", "package-c", "a third"),
    ];

    fn system(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        folder
    }

    #[test]
    fn nothing_is_done_when_all_is_there() {
        let whole = system(&["usr/bin/a", "usr/lib/b/15/bin/b", "usr/lib/c3.11/c"]);
        assert_eq!(plan(whole.path(), TOOLS, false), Plan::Nothing);
        assert_eq!(plan(whole.path(), TOOLS, true), Plan::Nothing);
    }

    #[test]
    fn what_is_missing_is_installed_where_that_is_allowed() {
        let part = system(&["usr/bin/a", "usr/lib/b/bin/b", "usr/lib/c2/c"]);
        assert_eq!(plan(part.path(), TOOLS, true), Plan::Install(vec!["package-b", "package-c"]));
    }

    #[test]
    fn elsewhere_it_is_said_with_the_command_to_type() {
        let Plan::Tell(text) = plan(system(&["usr/bin/a"]).path(), TOOLS, false) else {
            panic!("two tools are missing")
        };
        assert!(text.contains("/usr/lib/b/*/bin/b (package-b), for another"), "{text}");
        assert!(text.ends_with("apt-get install --no-install-recommends package-b package-c"), "{text}");
    }
}

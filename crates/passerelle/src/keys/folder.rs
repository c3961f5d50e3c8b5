//! A folder of private keys, `NAME-1.pem`, `NAME-2.pem`…, which its owner alone reads. Of one name, the highest
//! number is the current key; the others still open what was sealed before. Removing a key is removing its file.

use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::{ErrorKind, Write as _},
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail, ensure};
use aws_lc_rs::{
    encoding::{AsDer as _, Pkcs8V1Der},
    rsa::{KeySize, PrivateDecryptingKey},
};
use exchange::sealed::{KeyRing, PartnerName, PrivateKey};

use super::missing;

/// Bits of a file's mode that let others than its owner in.
const OTHERS: u32 = 0o077;

/// A folder of keys.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

/// A key of the folder.
#[derive(Debug, Clone)]
pub struct StoredKey {
    /// The name under which others seal for its holder.
    pub name: PartnerName,
    /// From 1; the highest of a name is its current key.
    pub number: u32,
    /// Its file.
    pub path: PathBuf,
    /// The key.
    pub key: PrivateKey,
}

impl Folder {
    /// The folder at this path, which need not exist yet.
    pub fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Makes the first key of a name, and the folder if need be.
    ///
    /// # Errors
    /// When the name has a key already, or the folder or a key in it cannot be used.
    pub fn make(&self, name: &PartnerName, bits: u16) -> anyhow::Result<StoredKey> {
        self.create()?;
        if self.keys()?.iter().any(|stored| stored.name == *name) {
            bail!("« {name} » a déjà une clé ; pour la remplacer : passerelle keys rotate");
        }
        self.write(name, 1, bits)
    }

    /// Makes a further key of a name.
    ///
    /// # Errors
    /// When the name has no key yet, or the folder or a key in it cannot be used.
    pub fn rotate(&self, name: &PartnerName, bits: u16) -> anyhow::Result<StoredKey> {
        let keys = self.keys()?;
        let newest = keys.iter().find(|stored| stored.name == *name).with_context(|| missing(name, &keys))?;
        self.write(name, newest.number.saturating_add(1), bits)
    }

    /// The keys by name, the newest of each first. Files that do not end in `.pem` are none of ours.
    ///
    /// # Errors
    /// When the folder cannot be read, a key is not one, or others than their owner may read them.
    pub fn keys(&self) -> anyhow::Result<Vec<StoredKey>> {
        let shown = self.0.display();
        let inside = self.0.read_dir().with_context(|| {
            format!("le dossier de clés {shown} ne peut pas être lu ; « passerelle keys make --folder » en crée un")
        })?;
        refuse_others(&self.0, "le dossier de clés", "700")?;
        let mut keys = Vec::new();
        for entry in inside {
            let path =
                entry.with_context(|| format!("le dossier de clés {shown} ne peut pas être lu"))?.path();
            if path.extension().is_some_and(|end| end == "pem") {
                keys.push(read(path)?);
            }
        }
        keys.sort_by(|a, b| (&a.name, b.number).cmp(&(&b.name, a.number)));
        Ok(keys)
    }

    /// The keys as a server uses them.
    ///
    /// # Errors
    /// Those of [`Folder::keys`].
    pub fn ring(&self) -> anyhow::Result<KeyRing> {
        let mut ring = KeyRing::default();
        for stored in self.keys()? {
            ring.add(stored.name, stored.key);
        }
        Ok(ring)
    }

    fn create(&self) -> anyhow::Result<()> {
        let create = DirBuilder::new().recursive(true).mode(0o700).create(&self.0);
        create.with_context(|| format!("le dossier de clés {} ne peut pas être créé", self.0.display()))
    }

    fn write(&self, name: &PartnerName, number: u32, bits: u16) -> anyhow::Result<StoredKey> {
        ensure!(can_name_a_file(name), "« {name} » ne peut pas être le nom d'un fichier");
        let path = self.0.join(format!("{name}-{number}.pem"));
        let der = generate(bits)?;
        let key = PrivateKey::from_pkcs8(der.as_ref()).context("la clé créée ne peut pas être relue")?;
        let pem = PrivateKey::pem_of(der.as_ref());
        // A file that is there already is a key that somebody made meanwhile: never overwritten.
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let mut file = file.with_context(|| format!("la clé {} ne peut pas être créée", path.display()))?;
        if let Err(error) = file.write_all(pem.as_bytes()).and_then(|()| file.sync_all()) {
            // Half a key would stop the next start. What cannot be removed will be told then.
            let _ = fs::remove_file(&path);
            return Err(error).with_context(|| format!("la clé {} ne peut pas être écrite", path.display()));
        }
        Ok(StoredKey { name: name.clone(), number, path, key })
    }
}

fn generate(bits: u16) -> anyhow::Result<Pkcs8V1Der<'static>> {
    let size = match bits {
        2048 => KeySize::Rsa2048,
        3072 => KeySize::Rsa3072,
        4096 => KeySize::Rsa4096,
        _ => bail!("une clé a 2048, 3072 ou 4096 bits"),
    };
    // The library's error says nothing more.
    let key = PrivateDecryptingKey::generate(size).ok().context("la clé ne peut pas être créée")?;
    key.as_der().ok().context("la clé créée ne peut pas être écrite")
}

fn read(path: PathBuf) -> anyhow::Result<StoredKey> {
    let shown = path.display().to_string();
    refuse_others(&path, "la clé privée", "600")?;
    let (name, number) = named(&path).with_context(|| {
        format!("le fichier {shown} n'est pas nommé comme une clé (NOM-1.pem) ; renommez-le, ou sortez-le du dossier")
    })?;
    let text = zeroize::Zeroizing::new(
        fs::read_to_string(&path).with_context(|| format!("la clé privée {shown} ne peut pas être lue"))?,
    );
    let key = PrivateKey::from_pem(&text).with_context(|| not_a_key(&shown, &text))?;
    Ok(StoredKey { name, number, path, key })
}

fn not_a_key(shown: &str, text: &str) -> String {
    let kind = if text.contains("BEGIN PUBLIC KEY") {
        "contient une clé publique ; ce dossier ne garde que des clés privées, sortez-le d'ici"
    } else if text.contains("BEGIN ENCRYPTED PRIVATE KEY") {
        "est protégé par un mot de passe ; retirez-le (openssl pkey -in … -out …), les droits du fichier le protègent"
    } else {
        "n'est pas une clé privée RSA de 2048 à 8192 bits (PEM, PKCS#8) ; remettez-le d'une sauvegarde, ou supprimez-le"
    };
    format!("le fichier {shown} {kind}")
}

/// `NAME` and `N` of `NAME-N.pem`.
fn named(path: &Path) -> Option<(PartnerName, u32)> {
    let (name, number) = path.file_stem()?.to_str()?.rsplit_once('-')?;
    let name =
        PartnerName::parse(name).ok().filter(|parsed| parsed.as_str() == name && can_name_a_file(parsed))?;
    let number = number.parse().ok().filter(|parsed: &u32| *parsed > 0 && parsed.to_string() == number)?;
    Some((name, number))
}

/// Whether the files of a key may carry this name.
pub(super) fn can_name_a_file(name: &PartnerName) -> bool {
    !name.as_str().contains('/') && !name.as_str().starts_with(['.', '-'])
}

fn refuse_others(path: &Path, what: &str, mode: &str) -> anyhow::Result<()> {
    let shown = path.display();
    let known = match fs::metadata(path) {
        Ok(known) => known,
        Err(error) if error.kind() == ErrorKind::NotFound => bail!("{what} {shown} n'existe plus"),
        Err(error) => return Err(error).with_context(|| format!("{what} {shown} ne peut pas être lu")),
    };
    if known.mode() & OTHERS != 0 {
        let quoted = quoted(&path.to_string_lossy());
        bail!(
            "{what} {shown} est accessible à d'autres que son propriétaire ; exécutez : chmod {mode} {quoted}"
        );
    }
    Ok(())
}

/// A word as a shell takes it.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

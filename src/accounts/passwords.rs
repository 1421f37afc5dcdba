//! Hashing passwords with argon2id, away from the threads that answer requests.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::error::Error;

/// How hard a hash is to make; the same for a process's life.
#[derive(Debug, Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    /// The hash of random bytes that nobody kept, so that an unknown username takes as long as a wrong password.
    decoy: String,
}

impl Passwords {
    /// 19 MiB, two passes: the figures OWASP recommends.
    pub fn strong() -> Passwords {
        Passwords::with(Params::new(19 * 1024, 2, 1, None).expect("figures argon2 allows"))
    }

    /// Quick and weak, for tests and demonstrations only.
    pub fn weak() -> Passwords {
        Passwords::with(Params::new(8, 1, 1, None).expect("figures argon2 allows"))
    }

    fn with(params: Params) -> Passwords {
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash(&argon2, &vault::random_bytes::<32>()).unwrap_or_default();
        Passwords { argon2, decoy }
    }

    /// For an account that is entered by a code alone: what no password fits, made once, since a sheet of five
    /// hundred officers would hash for most of a minute.
    pub fn unusable(&self) -> &str {
        &self.decoy
    }

    pub async fn hash(&self, password: &[u8]) -> Result<String, Error> {
        let (argon2, password) = (self.argon2.clone(), password.to_vec());
        tokio::task::spawn_blocking(move || hash(&argon2, &password))
            .await
            .map_err(|err| Error::fault("hashing a password", err))?
            .map_err(|err| Error::fault("hashing a password", err))
    }

    /// Whether the password made the hash; `None` for the hash does the same work and says no.
    pub async fn fits(&self, password: &[u8], made: Option<&str>) -> Result<bool, Error> {
        let known = made.is_some();
        let made = made.unwrap_or(&self.decoy).to_owned();
        let (argon2, password) = (self.argon2.clone(), password.to_vec());
        let fits = tokio::task::spawn_blocking(move || {
            argon2.verify_password(&password, made.as_str()).is_ok()
        })
        .await
        .map_err(|err| Error::fault("checking a password", err))?;
        Ok(fits && known)
    }
}

fn hash(argon2: &Argon2<'_>, password: &[u8]) -> Result<String, argon2::password_hash::Error> {
    let salt: [u8; 16] = vault::random_bytes();
    Ok(argon2.hash_password_with_salt(password, &salt)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_fits_and_no_account_never_does() {
        let passwords = Passwords::weak();
        let made = passwords.hash("ป่าคา-2569".as_bytes()).await.unwrap();
        assert!(
            passwords
                .fits("ป่าคา-2569".as_bytes(), Some(&made))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .fits("ป่าคา-2568".as_bytes(), Some(&made))
                .await
                .unwrap()
        );
        assert!(!passwords.fits(b"", None).await.unwrap());
        assert!(
            !passwords
                .fits(b"", Some(passwords.unusable()))
                .await
                .unwrap()
        );
        assert_ne!(Passwords::weak().unusable(), passwords.unusable());
        assert_ne!(made, passwords.hash("ป่าคา-2569".as_bytes()).await.unwrap());
    }
}

//! HTTPS spoken by the program itself, with one provider of ciphers for all.

use std::io;

use axum_server::tls_rustls::RustlsConfig;

use crate::config::Settings;

/// The certificate and key of the settings; none means plain HTTP.
pub async fn config(settings: &Settings) -> io::Result<Option<RustlsConfig>> {
    let (Some(cert), Some(key)) = (&settings.tls_cert, &settings.tls_key) else {
        return Ok(None);
    };
    // An error means that somebody chose a provider before us; there is only one to choose.
    drop(rustls::crypto::ring::default_provider().install_default());
    let config = RustlsConfig::from_pem_file(cert, key)
        .await
        .map_err(|err| {
            let said = format!(
                "the certificate {} and the key {} are of no use together: {err}",
                cert.display(),
                key.display()
            );
            io::Error::new(io::ErrorKind::InvalidInput, said)
        })?;
    Ok(Some(config))
}

/// What is wrong with certificate or key, for `check-config`.
pub fn problems(settings: &Settings) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let checked = runtime.and_then(|runtime| runtime.block_on(config(settings)));
    checked
        .err()
        .map(|err| err.to_string())
        .into_iter()
        .collect()
}

//! The real binary, built and started on a folder of its own, as a person would start it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Stdio},
    sync::mpsc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::run::{cargo, command, run, target_dir};

/// How the binary is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build; shares its dependencies with the tests.
    Dev,
    /// What people get; the only one that is measured.
    Release,
}

/// Builds the binary and says where it is.
pub fn build(profile: Profile) -> Result<PathBuf> {
    let mut build = cargo(&["build", "--package", "jitasa", "--bin", "jitasa"])?;
    let folder = match profile {
        Profile::Dev => "debug",
        Profile::Release => {
            build.arg("--release");
            "release"
        }
    };
    run(&mut build)?;
    Ok(target_dir()?.join(folder).join("jitasa"))
}

/// A running `jitasa serve` on a fresh database; dropping it ends it.
pub struct Product {
    server: Child,
    /// Address and port, such as `127.0.0.1:40123`.
    address: String,
    /// From the start of the process to its first "ready".
    pub start_time: Duration,
    /// `None` once it was stopped.
    data: Option<TempDir>,
}

impl Product {
    pub fn start(binary: &PathBuf) -> Result<Product> {
        Product::start_with(binary, &[], &[])
    }

    /// With further flags and environment.
    pub fn start_with(binary: &PathBuf, flags: &[&str], env: &[(&str, &str)]) -> Result<Product> {
        let data = tempfile::tempdir().context("no temporary folder")?;
        Product::start_on(binary, data, flags, env)
    }

    /// On a folder that was there before.
    pub fn start_on(
        binary: &PathBuf,
        data: TempDir,
        flags: &[&str],
        env: &[(&str, &str)],
    ) -> Result<Product> {
        let began = Instant::now();
        let mut server = command(binary)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data.path())
            .args(["--sms-driver", "file", "--sms-path"])
            .arg(data.path().join("sms.jsonl"))
            .args(flags)
            .envs(env.iter().copied())
            .stderr(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} could not be started", binary.display()))?;
        let address = printed_address(&mut server);
        let mut product = Product {
            server,
            address: String::new(),
            start_time: Duration::ZERO,
            data: Some(data),
        };
        product.address = address?;
        product.wait_until_ready(began)?;
        Ok(product)
    }

    /// Address and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The text of the newest SMS.
    pub fn last_sms(&self) -> Result<String> {
        let data = self.data.as_ref().context("it was stopped")?;
        let lines = std::fs::read_to_string(data.path().join("sms.jsonl"))?;
        Ok(lines.lines().last().context("no SMS was sent")?.to_owned())
    }

    /// Ends the program as an operator would, and gives its folder.
    pub fn stop(mut self) -> Result<TempDir> {
        let id = self.server.id().to_string();
        run(command("kill").args(["-TERM", &id]))?;
        self.server.wait()?;
        self.data.take().context("it was stopped before")
    }

    /// Memory that the process holds for itself now, in bytes; pages of the database file that it has
    /// mapped belong to the system, which takes them back when it needs them.
    pub fn memory(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id()))
            .context("the process is gone")?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("RssAnon:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        Ok(kib.context("the system does not tell the memory of a process")? * 1024)
    }

    fn wait_until_ready(&mut self, began: Instant) -> Result<()> {
        while began.elapsed() < Duration::from_secs(30) {
            if let Some(status) = self.server.try_wait()? {
                bail!("the program ended before it was ready ({status})");
            }
            if status_of(&self.address, "/readyz").is_ok_and(|status| status == 200) {
                self.start_time = began.elapsed();
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        bail!("/readyz did not answer 200 within 30 seconds")
    }
}

impl Drop for Product {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The first `http://…` of its output, which goes on being read so that the pipe never fills.
fn printed_address(server: &mut Child) -> Result<String> {
    let stdout = server.stdout.take().context("no output to read")?;
    let (found, finds) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if let Some((_, rest)) = line.split_once("http://") {
                let end = rest
                    .find(|c: char| c == '/' || c.is_whitespace())
                    .unwrap_or(rest.len());
                let _ = found.send(rest[..end].to_owned());
            }
        }
    });
    finds
        .recv_timeout(Duration::from_secs(30))
        .context("the program printed no http:// address")
}

/// The status of a GET; enough of HTTP to ask whether somebody is there.
fn status_of(address: &str, path: &str) -> Result<u16> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let status = answer.split(' ').nth(1).context("no HTTP")?;
    status.parse().context("no status")
}

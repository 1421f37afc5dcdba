//! A PostgreSQL cluster for one run: in memory where there is room, on a free port of this machine,
//! open to anyone here, and gone at the end, even when the run is killed.

use std::{
    env,
    fs::{self, File},
    net::TcpListener,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::run::{command, is_root, output, run};

/// Never a real server's: the data is thrown away, so nothing waits for the disk.
const OPTIONS: &[&str] = &[
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=300",
    "shared_buffers=256MB",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_wal_size=4GB",
];

/// What an operator would have: nothing is answered before it is on the disk.
const DURABLE: &[&str] = &[
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=300",
    "shared_buffers=1GB",
    "max_wal_size=4GB",
];

/// Before the process id in the name of a cluster's folder.
const NAME: &str = "jitasa-postgres-";

/// A running cluster; dropping it stops the server and removes its folder.
pub struct Cluster {
    server: Child,
    folder: PathBuf,
    log: PathBuf,
    port: u16,
}

impl Cluster {
    pub fn start() -> Result<Cluster> {
        Cluster::start_in(memory(), OPTIONS)
    }

    /// On the disk and waiting for it, as a real server does: what is measured must be durable.
    pub fn start_durable() -> Result<Cluster> {
        Cluster::start_in(env::temp_dir(), DURABLE)
    }

    fn start_in(place: PathBuf, options: &[&str]) -> Result<Cluster> {
        let programs = programs().context("PostgreSQL's server is not installed")?;
        sweep(&place);
        let folder = place.join(format!("{NAME}{}", std::process::id()));
        let mut initdb = as_postgres(&programs.join("initdb"));
        initdb
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8"])
            .args([
                "--locale=C.UTF-8",
                "--no-sync",
                "--no-instructions",
                "--pgdata",
            ])
            .arg(&folder);
        output(&mut initdb)?;

        let port = free_port()?;
        let log = folder.with_extension("log");
        let mut server = as_postgres(&programs.join("postgres"));
        server
            .arg("-D")
            .arg(&folder)
            .arg("-p")
            .arg(port.to_string());
        for option in options {
            server.args(["-c", option]);
        }
        let server = server
            .stdout(Stdio::null())
            .stderr(File::create(&log).context("the server's log cannot be written")?)
            .spawn()
            .context("the PostgreSQL server could not be started")?;
        let mut cluster = Cluster {
            server,
            folder,
            log,
            port,
        };
        cluster.wait_until_ready(&programs)?;
        Ok(cluster)
    }

    /// A new database of the cluster; gives its address.
    pub fn database(&self, name: &str) -> Result<String> {
        let programs = programs().context("PostgreSQL's server is not installed")?;
        let mut psql = command(programs.join("psql"));
        psql.arg(self.url()).args(["--quiet", "--command"]);
        run(psql.arg(format!("CREATE DATABASE {name}")))?;
        Ok(format!(
            "postgres://postgres@127.0.0.1:{}/{name}",
            self.port
        ))
    }

    /// The address of its superuser.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn wait_until_ready(&mut self, programs: &Path) -> Result<()> {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(30) {
            if let Some(status) = self.server.try_wait()? {
                let log = fs::read_to_string(&self.log).unwrap_or_default();
                bail!("the PostgreSQL server ended at once ({status}):\n{log}");
            }
            let mut ready = command(programs.join("pg_isready"));
            ready
                .args([
                    "--quiet",
                    "--username=postgres",
                    "--host=127.0.0.1",
                    "--port",
                ])
                .arg(self.port.to_string());
            if ready.status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            sleep(Duration::from_millis(50));
        }
        bail!("the PostgreSQL server was not ready after 30 seconds")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown: it waits for no client.
        let pid = self.server.id().to_string();
        if run(command("kill").args(["-INT", &pid])).is_err() {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
        let _ = fs::remove_file(&self.log);
    }
}

/// The folder of `initdb` and `postgres`: the newest that Debian installed, or on the path.
pub fn programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut versions: Vec<(u32, PathBuf)> = debian
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort();
    let on_path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&on_path).collect::<Vec<_>>();
    let all = versions
        .into_iter()
        .rev()
        .map(|(_, bin)| bin)
        .chain(on_path);
    all.into_iter()
        .find(|bin| bin.join("initdb").exists() && bin.join("pg_isready").exists())
}

/// PostgreSQL refuses to run as root, so root becomes `postgres`; and should we be killed, the kernel
/// sends the server the signal of a fast shutdown.
fn as_postgres(program: &Path) -> Command {
    let mut command = command("setpriv");
    command.arg("--pdeathsig=INT");
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
    }
    // The repository may lie where the user `postgres` may not look.
    command.arg("--").arg(program).current_dir("/");
    command
}

/// A folder in memory that every user may write to, else the usual one for temporary files.
fn memory() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let open_to_all = fs::metadata(memory).is_ok_and(|folder| folder.mode() & 0o002 != 0);
    if open_to_all {
        memory.to_owned()
    } else {
        env::temp_dir()
    }
}

/// Removes what runs that were killed have left.
fn sweep(memory: &Path) {
    for entry in fs::read_dir(memory).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(rest) = name.strip_prefix(NAME) else {
            continue;
        };
        let (pid, is_log) = match rest.strip_suffix(".log") {
            Some(pid) => (pid, true),
            None => (rest, false),
        };
        if pid.parse::<u32>().is_err() || Path::new("/proc").join(pid).exists() {
            continue;
        }
        // Another user's remains cannot be removed, and harm nobody.
        let _ = match is_log {
            true => fs::remove_file(entry.path()),
            false => fs::remove_dir_all(entry.path()),
        };
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no port is free")?;
    Ok(listener.local_addr()?.port())
}

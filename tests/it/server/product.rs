//! The real binary on a folder of its own, spoken to over a plain connection.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Longer than anything takes, even on a machine with much else to do.
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder with its settings, on which commands are run.
pub struct Place {
    folder: TempDir,
}

impl Place {
    pub fn new() -> Place {
        Place {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    /// A command as an operator would type it; settings of whoever runs the tests do not reach it.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jitasa"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("JITASA_")) {
            command.env_remove(name);
        }
        command
            .args(words)
            .current_dir(self.folder.path())
            .env("JITASA_DATA", self.data())
            .env("JITASA_SMS_DRIVER", "file")
            .env("JITASA_SMS_PATH", self.path("sms.jsonl"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().expect("the command runs")
    }

    /// The epoch that the stopped database says it is in.
    pub fn epoch(&self) -> String {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build();
        runtime.expect("a runtime").block_on(async {
            let options = db::Options::default();
            let db = db::Db::open_sqlite(&self.data(), options).await;
            let db = db.expect("a database that nobody holds");
            let epoch = db::read!(db, |tx| jitasa::meta::get(tx, "epoch").await);
            db.close().await;
            epoch.expect("a database that answers").expect("an epoch")
        })
    }

    /// Makes a national admin whose password is given on standard input.
    pub fn make_admin(&self, username: &str, phone: &str, password: &str) -> Output {
        let words = ["admin", "create", "--username", username, "--phone", phone];
        let words = [
            &words[..],
            &["--role", "national_admin", "--password-stdin"],
        ]
        .concat();
        let mut child = self
            .command(&words)
            .stdin(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let mut input = child.stdin.take().expect("an input");
        input
            .write_all(password.as_bytes())
            .expect("the password is read");
        drop(input);
        child.wait_with_output().expect("the command ends")
    }

    pub fn serve(&self) -> Served {
        self.serve_with(&[])
    }

    pub fn serve_with(&self, more: &[&str]) -> Served {
        let words = [&["serve", "--listen", "127.0.0.1:0"], more].concat();
        let log = std::fs::File::create(self.path("log")).expect("as asked");
        let mut child = self
            .command(&words)
            .stderr(log)
            .spawn()
            .expect("the command starts");
        let mut lines = BufReader::new(child.stdout.take().expect("as asked")).lines();
        let told = lines.find_map(|line| {
            line.expect("as asked")
                .strip_prefix("Listening on http://")
                .map(str::to_owned)
        });
        let Some(address) = told else {
            let log = std::fs::read_to_string(self.path("log")).expect("as asked");
            panic!("the program did not begin to listen:\n{log}");
        };
        // Whatever else it prints must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let served = Served { child, address };
        until("is ready", || served.get("/readyz", None).0 == 200);
        served
    }
}

/// A program that serves; it is killed when dropped.
pub struct Served {
    child: Child,
    pub address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    pub fn get(&self, path: &str, token: Option<&str>) -> (u16, Value) {
        send(&self.address, "GET", path, token, &[], None).expect("as asked")
    }

    pub fn post(&self, path: &str, token: Option<&str>, body: &Value) -> (u16, Value) {
        send(&self.address, "POST", path, token, &[], Some(body)).expect("as asked")
    }

    /// A phone that has shown itself, by the code in the file of messages.
    pub fn token_of(&self, place: &Place, phone: &str) -> String {
        let asked = json!({ "phone": phone, "purpose": "help_request" });
        let (status, asked) = self.post("/api/v1/otp", None, &asked);
        assert_eq!(status, 202, "{asked}");
        let mut code = String::new();
        until("has sent a code", || {
            let sent = std::fs::read_to_string(place.path("sms.jsonl")).unwrap_or_default();
            let Some((_, rest)) = sent.rsplit_once("OTP ") else {
                return false;
            };
            code = rest.chars().take_while(char::is_ascii_digit).collect();
            !code.is_empty()
        });
        let challenge = asked["challenge"].as_str().expect("as asked");
        let path = format!("/api/v1/otp/{challenge}/verify");
        let (status, verified) = self.post(&path, None, &json!({ "code": code }));
        assert_eq!(status, 200, "{verified}");
        verified["token"].as_str().expect("as asked").to_owned()
    }

    /// SIGTERM.
    pub fn ask_to_stop(&self) {
        self.signal("-TERM");
    }

    fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        let done = Command::new("kill")
            .args([signal, &pid])
            .status()
            .expect("as asked");
        assert!(done.success());
    }

    /// Waits for the end; gives the exit code.
    pub fn end(mut self) -> Option<i32> {
        let mut code = None;
        until("has ended", || {
            match self.child.try_wait().expect("as asked") {
                Some(status) => {
                    code = status.code();
                    true
                }
                None => false,
            }
        });
        code
    }

    pub fn stop(self) -> Option<i32> {
        self.ask_to_stop();
        self.end()
    }

    /// SIGKILL: what a power cut does to the process.
    pub fn cut(&self) {
        self.signal("-KILL");
    }
}

/// Asks again until the answer is yes.
#[track_caller]
pub fn until(what: &str, mut ask: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !ask() {
        assert!(
            Instant::now() < end,
            "not within {} s: the program {what}",
            PATIENCE.as_secs()
        );
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// One request on a connection of its own; an error when the other end went away.
pub fn send(
    address: &str,
    method: &str,
    path: &str,
    token: Option<&str>,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> std::io::Result<(u16, Value)> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
         accept: application/json\r\ncontent-length: {}\r\n",
        body.len()
    );
    if !body.is_empty() {
        head.push_str("content-type: application/json\r\n");
    }
    if let Some(token) = token {
        head.push_str(&format!("authorization: Bearer {token}\r\n"));
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{head}\r\n{body}").as_bytes())?;
    answer(&mut stream)
}

/// Reads an answer to its end.
pub fn answer(stream: &mut TcpStream) -> std::io::Result<(u16, Value)> {
    let mut whole = Vec::new();
    stream.read_to_end(&mut whole)?;
    let whole = String::from_utf8_lossy(&whole).into_owned();
    let cut = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
    let (head, body) = whole.split_once("\r\n\r\n").ok_or_else(cut)?;
    let status = head
        .get(9..12)
        .and_then(|code| code.parse().ok())
        .ok_or_else(cut)?;
    // An answer that broke off is none.
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    if length.is_some_and(|length| length.parse() != Ok(body.len())) {
        return Err(cut());
    }
    Ok((status, serde_json::from_str(body).unwrap_or(Value::Null)))
}

/// Everything a command printed, for looking for words.
pub fn said(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!(
        "{}{}",
        String::from_utf8_lossy(out),
        String::from_utf8_lossy(err)
    )
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to.parent().expect("as asked")).expect("as asked");
    std::fs::copy(from, to).expect("as asked");
}

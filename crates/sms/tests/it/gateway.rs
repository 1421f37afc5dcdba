//! A real server on this machine in the place of a gateway, behaving as told.

use contact::PhoneNumber;
use jiff::Timestamp;
use sms::{Sent, SmsConfig, SmsError, SmsGateway};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

#[derive(Clone)]
pub enum Answer {
    /// Status line, headers and body.
    Says {
        status: &'static str,
        headers: String,
        body: String,
    },
    /// Reads the request and says nothing, as long as the client waits.
    Silence,
    /// Sends the head of an answer and then nothing.
    HeadOnly,
    /// Hangs up when it has read the request.
    HangsUp,
    /// Hangs up in the middle of the body.
    HangsUpInBody,
    /// Bytes that are no HTTP.
    Noise,
}

impl Answer {
    pub fn ok(body: &str) -> Answer {
        Answer::says("200 OK", body)
    }

    pub fn says(status: &'static str, body: &str) -> Answer {
        Answer::Says {
            status,
            headers: String::new(),
            body: body.to_owned(),
        }
    }
}

pub struct LocalGateway {
    /// `http://127.0.0.1:PORT`
    pub url: String,
    requests: mpsc::UnboundedReceiver<String>,
}

impl LocalGateway {
    pub async fn start(answer: Answer) -> LocalGateway {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, requests) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, answer.clone(), sender.clone()));
            }
        });
        LocalGateway { url, requests }
    }

    /// The next request, head and body.
    pub async fn request(&mut self) -> String {
        self.requests.recv().await.unwrap()
    }

    pub fn was_asked_again(&mut self) -> bool {
        self.requests.try_recv().is_ok()
    }
}

async fn serve(mut stream: TcpStream, answer: Answer, requests: mpsc::UnboundedSender<String>) {
    let Some(request) = read_request(&mut stream).await else {
        return;
    };
    // The test may have ended already.
    let _ = requests.send(request);
    let written = match answer {
        Answer::Says {
            status,
            headers,
            body,
        } => {
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n",
                body.len()
            );
            stream
                .write_all(format!("{head}{headers}\r\n{body}").as_bytes())
                .await
        }
        Answer::HeadOnly | Answer::Silence => {
            if matches!(answer, Answer::HeadOnly) {
                let _ = stream
                    .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")
                    .await;
            }
            // Ends when the client has had enough.
            let _ = stream.read_u8().await;
            Ok(())
        }
        Answer::HangsUp => Ok(()),
        Answer::HangsUpInBody => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"status\":")
                .await
        }
        Answer::Noise => {
            stream
                .write_all(b"\x00\x01\x02 SSH-2.0 nonsense\r\n\r\n")
                .await
        }
    };
    // A client that went away is what some tests are about.
    let _ = written;
}

async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let read = stream.read(&mut chunk).await.ok()?;
        if read == 0 {
            return None;
        }
        bytes.extend_from_slice(&chunk[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .map_or(0, |(_, length)| length.trim().parse().unwrap());
        if body.len() >= length {
            return Some(text);
        }
    }
}

pub fn phone() -> PhoneNumber {
    PhoneNumber::parse("081-234-5678").unwrap()
}

pub fn now() -> Timestamp {
    "2026-01-02T03:04:05Z".parse().unwrap()
}

/// Builds the gateway, every secret having its name for a value, and sends one message.
pub async fn send(config: &SmsConfig, to: &PhoneNumber, text: &str) -> Result<Sent, SmsError> {
    let gateway = SmsGateway::build(config, |name| Some(name.to_owned())).unwrap();
    gateway.send(to, text, now()).await
}

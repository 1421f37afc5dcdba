//! The people of the tests. Anong waits on a roof in Mae Sai, Boonmee has a boat, Dao records what
//! people tell her, Somsak answers for Chiang Rai, Malee for the country.

use tokio::sync::{Mutex, MutexGuard};

use super::browser::Browser;
use super::page::Page;

/// What is written on somebody's card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Card {
    pub full_name: &'static str,
    pub phone: &'static str,
    pub username: &'static str,
    pub password: &'static str,
}

const fn card(full_name: &'static str, phone: &'static str, username: &'static str) -> Card {
    Card {
        full_name,
        phone,
        username,
        password: "นาข้าว-ริมน้ำ-47",
    }
}

pub const ANONG: Card = card("อนงค์ ใจดี", "0812340001", "anong");
pub const BOONMEE: Card = card("บุญมี ทองเรือ", "0812340002", "boonmee");
pub const DAO: Card = card("ดาว ศรีสุข", "0812340003", "dao");
pub const SOMSAK: Card = card("สมศักดิ์ วงศ์เชียง", "0812340004", "somsak");
pub const MALEE: Card = card("มาลี แก้วใส", "0812340005", "malee");

/// One of them at a browser of their own.
pub struct Person {
    pub card: Card,
    browser: Mutex<Browser>,
}

impl Person {
    pub fn at(card: Card, browser: Browser) -> Person {
        Person {
            card,
            browser: Mutex::new(browser),
        }
    }

    /// The browser itself, for what the shorter ways below cannot.
    pub async fn browser(&self) -> MutexGuard<'_, Browser> {
        self.browser.lock().await
    }

    pub async fn sees(&self, path: &str) -> Page {
        self.browser.lock().await.visit(path).await
    }

    pub async fn gets(&self, path: &str) -> Page {
        self.browser.lock().await.get(path).await
    }

    pub async fn posts(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.browser.lock().await.post(path, fields).await
    }

    /// Sends a form and goes on wherever the answer leads.
    pub async fn submits(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.browser.lock().await.submit(path, fields).await
    }

    /// The token of the session, as a program would hold it.
    pub async fn token(&self) -> String {
        let browser = self.browser.lock().await;
        let token = browser.cookie(jitasa::layout::page::SESSION_COOKIE);
        token.expect("nobody is signed in here").to_owned()
    }
}

//! Prints how long reading the register and searching take, over texts people may type and over
//! every full name. Run in release: `cargo run --release -p areas --example search_speed`.
#![allow(clippy::print_stdout)]

use std::time::{Duration, Instant};

use areas::{AreaCode, register};

const TYPED: &[&str] = &[
    "ก",
    "เมือง",
    "โคราช",
    "สะแก้ว",
    "ท่าเกษม เมืองสระแก้ว",
    "ต.แม่สาย อ.แม่สาย จ.เชียงราย",
    "99/1 หมู่ 5 ต.ท่าเกษม อ.เมือง จ.สระแก้ว 27000",
    "Pratu Chai Phra Nakhon Si Ayutthaya Phra Nakhon Si Ayutthaya",
    "chiangmay",
    "Amphur Muang Cholburi",
    "a b c d e f g h i j k l m n",
    "ไม่มี ชื่อ นี้ ใน ประเทศ ไทย เลย สัก แห่ง จริง จริง นะ ครับ ผม",
    "กกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกกก",
];

fn main() {
    if let [_, text] = &std::env::args().collect::<Vec<_>>()[..] {
        for hit in register().search(text, None, 10) {
            println!(
                "{:?} {} {}",
                hit.why,
                hit.slips,
                register().full_name(true, hit.area.code)
            );
        }
        return;
    }
    let start = Instant::now();
    let register = register();
    println!("register read in {:?}", start.elapsed());
    let search = |text: &str| {
        let start = Instant::now();
        let hits = register.search(text, None, 10);
        (start.elapsed(), hits.first().map(|hit| hit.area.code))
    };
    for text in TYPED {
        let (took, first) = search(text);
        let name = first
            .map(|code| register.full_name(true, code))
            .unwrap_or_default();
        println!("{took:>10.1?}  {text:<70}  {name}");
    }
    for thai in [true, false] {
        let mut times: Vec<(Duration, AreaCode)> = register
            .areas()
            .iter()
            .map(|area| (search(&register.full_name(thai, area.code)).0, area.code))
            .collect();
        times.sort();
        let at = |part: usize| times[(times.len() - 1) * part / 1000];
        println!(
            "full names, thai {thai}: p50 {:?}, p99 {:?}, most {:?} ({})",
            at(500).0,
            at(990).0,
            at(1000).0,
            register.full_name(thai, at(1000).1)
        );
    }
}

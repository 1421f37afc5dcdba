//! How many slips lie between two words.

/// Letters added, left out, changed or swapped with their neighbour; `None` above `most`.
pub fn slips(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row = last.clone();
    for i in 1..=a.len() {
        row[0] = i;
        let mut least = i;
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut n = (last[j - 1] + same).min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                n = n.min(before[j - 2] + 1);
            }
            row[j] = n;
            least = least.min(n);
        }
        if least > most {
            return None;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    Some(last[b.len()]).filter(|n| *n <= most)
}

/// Which letters a word has, one bit each: a slip changes two bits at most.
pub fn letters(word: &[u8]) -> u64 {
    word.iter().fold(0, |mask, b| mask | 1 << (b & 63))
}

/// How many slips are forgiven in a word of this many letters.
pub fn forgiven(letters: usize) -> usize {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

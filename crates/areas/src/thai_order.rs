//! The order of a Thai dictionary: a vowel written before its consonant counts after it, and tone
//! marks decide only between words that are otherwise the same.

/// A key whose order is the order of the dictionary.
pub fn key(text: &str) -> (String, String) {
    let (mut letters, mut marks) = (String::with_capacity(text.len()), String::new());
    let mut waiting = None;
    for c in text.chars() {
        match c {
            'เ'..='ไ' => {
                letters.extend(waiting.replace(c));
            }
            '\u{0e47}'..='\u{0e4c}' => marks.push(c),
            ' ' | '-' | '.' | '(' | ')' => {}
            _ => {
                letters.push(c);
                letters.extend(waiting.take());
                marks.push(' ');
            }
        }
    }
    letters.extend(waiting);
    (letters, marks)
}

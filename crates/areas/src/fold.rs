//! Names in forms that can be compared: `clean` is what a careful person would call the same
//! text, `sounds` also forgets what people mix up when they write by ear.

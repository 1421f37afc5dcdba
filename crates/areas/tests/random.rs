//! Nothing typed breaks the search or the reading of codes.

use areas::{AreaCode, register};
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_text_can_be_searched(text in any::<String>(), limit in 0usize..20) {
        prop_assert!(register().search(&text, None, limit).len() <= limit);
    }

    #[test]
    fn any_thai_text_can_be_searched(text in "[ก-๛ .,()/a-z0-9จอต]{0,40}") {
        register().search(&text, None, 10);
    }

    #[test]
    fn any_path_of_words_can_be_searched(text in "((จ|อ|ต|เขต|แขวง|tambon|khet)?[. ]?[กมสาเ้a-d]{1,5}[ ,]){0,20}") {
        register().search(&text, "27".parse().ok(), 10);
    }

    #[test]
    fn a_code_read_is_written_the_same(code in 0u32..1_200_000) {
        if let Some(code) = AreaCode::new(code) {
            prop_assert_eq!(code.short().parse::<AreaCode>(), Ok(code));
            prop_assert!(code.contains(code));
            prop_assert!(code.parent().is_none_or(|parent| parent.contains(code)));
        }
    }

    #[test]
    fn any_text_is_a_code_or_none(text in "\\PC{0,12}") {
        let _ = text.parse::<AreaCode>();
    }
}

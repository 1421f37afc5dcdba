//! Nothing typed breaks the search or the reading of codes.

use areas::{AreaCode, Boundaries, Shape, register};
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

    #[test]
    fn a_shape_comes_back_from_its_bytes(
        polygons in prop::collection::vec(
            prop::collection::vec(
                prop::collection::vec([-180.0..180.0, -90.0..90.0], 0..6), 0..3), 0..3)
    ) {
        let shape = Shape::new(polygons);
        prop_assert_eq!(Shape::decode(&shape.encode()), Ok(shape.clone()));
        shape.label_point();
    }

    #[test]
    fn any_bytes_are_a_shape_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Shape::decode(&bytes);
    }

    #[test]
    fn any_position_lies_somewhere_or_nowhere(lat in any::<f64>(), lon in any::<f64>()) {
        Boundaries::without_pack().locate(lat, lon);
    }

    #[test]
    fn a_position_around_thailand_is_placed_soundly(lat in 4.0..24.0, lon in 92.0..110.0) {
        let at = Boundaries::without_pack().locate(lat, lon);
        prop_assert_eq!(at.in_thailand, at.province.is_some());
        prop_assert!(at.district.is_none() && at.subdistrict.is_none() && !at.swapped);
    }
}

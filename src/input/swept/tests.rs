//! What is swept, read from flags.
use super::*;
use crate::input::{Texts, read_texts};
use crate::model::{BILLIONTHS, Effort};

const RULES: &str = "\
quarters = \"2026Q1..2026Q2\"
[[allocation]]
name = \"debt ratio\"
category = [\"debt\"]
min = 0.2
max = 0.6
[[limit]]
name = \"focus\"
max_active = 2
[[limit]]
name = \"Web\"
max_active = 2
[[budget]]
name = \"lab\"
max = 5
";

fn read(text: &str) -> Result<Swept, SweptError> {
    let texts = Texts {
        initiatives: "id,value,cost: Web,cost: App,category\nA,1,1,1,debt",
        capacity: "team,2026Q1,2026Q2\nWeb,9,9\nApp,9,9",
        rules: RULES,
    };
    read_swept(&read_texts(&texts).unwrap_or_else(|error| panic!("{error}")).portfolio, text)
}

fn refused(text: &str) -> String {
    read(text).expect_err("it makes no sense").to_string()
}

#[test]
fn a_floor_is_named_by_its_rule_or_key_and_read_exactly() {
    for name in ["debt ratio", "debt-ratio", "min_debt_ratio", "rule.debt ratio", "debt ratio.min"] {
        let swept = read(&format!("{name}=5%..0.4")).unwrap_or_else(|error| panic!("{error}"));
        assert!(matches!(swept.number, Number::Floor(_)), "{name}");
        assert_eq!((swept.first, swept.last), (Setting(BILLIONTHS / 20), Setting(BILLIONTHS / 5 * 2)));
    }
    assert!(matches!(read("debt ratio.max=0..1").map(|swept| swept.number), Ok(Number::Ceiling(_))));
}

#[test]
fn a_capacity_is_an_amount_a_change_or_a_factor() {
    let manner = |text: &str| match read(text).map(|swept| swept.number) {
        Ok(Number::Capacity { quarters, manner, .. }) => (quarters, manner),
        other => panic!("{other:?}"),
    };
    assert_eq!(manner("App=5..12.5"), (0..2, Manner::To));
    assert_eq!(manner("App=-3..+3"), (0..2, Manner::By));
    assert_eq!(manner("App=0..+3"), (0..2, Manner::By));
    assert_eq!(manner("capacity.Web.2026Q2=*0.5..*2"), (1..2, Manner::Times));
    assert_eq!(read("App=5..12.5").map(|swept| swept.last), Ok(Setting(Effort(12_500_000).0)));
}

#[test]
fn limits_budgets_and_the_discount_are_numbers_too() {
    assert!(matches!(read("focus=1..4").map(|swept| swept.number), Ok(Number::Limit(_))));
    assert!(matches!(read("lab=0..9").map(|swept| swept.number), Ok(Number::Budget(_))));
    assert!(matches!(read("discount_rate=0..5%").map(|swept| swept.number), Ok(Number::DiscountRate)));
}

#[test]
fn a_wrong_name_is_answered_with_the_nearest() {
    assert!(refused("dept ratio=0..1").contains("did you mean `debt ratio`?"), "{}", refused("dept ratio=0..1"));
    assert!(refused("Web=1..4").contains("`capacity.Web` or `rule.Web`"), "{}", refused("Web=1..4"));
    assert!(refused("App.2027Q1=1..4").contains("2026Q1..2026Q2"));
}

#[test]
fn a_range_that_makes_no_sense_is_refused() {
    assert!(refused("debt ratio").contains("debt ratio=0..40%"));
    assert!(refused("debt ratio=0.4").contains("debt ratio=0..40%"));
    assert!(refused("debt ratio=0.4..0.1").contains("smaller number first"));
    assert!(refused("debt ratio=0..40").contains("20%"));
    assert!(refused("debt ratio=0..+1").contains("relative change"));
    assert!(refused("debt ratio=zero..1").contains("not a number"));
    assert!(refused("focus=1..2.5").contains("whole number"));
    assert!(refused("App=-3..3").contains("mixes"));
}

//! The codes of findings: what can be wrong or doubtful in the input, one code a cause.

use serde::{Serialize, Serializer};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The input cannot be planned as it stands.
    Error,
    /// The input can be planned, but may not say what its author means.
    Warning,
}

macro_rules! codes {
    ($($name:ident $text:literal $title:literal)*) => {
        /// What is wrong or doubtful. `docs/errors.md` has a heading for each, with a wrong and a right example.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!($text, ": ", $title, ".")] $name,)*
        }

        impl Code {
            /// Every code, in the order of their texts within errors and within warnings.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The short form: `E202`. Errors begin with `E`, warnings with `W`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }

            /// The cause in a few words, as the heading in `docs/errors.md` has it.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title),* }
            }
        }
    };
}

codes! {
    FileUnreadable "E101" "A file cannot be read"
    NotText "E102" "A file is not UTF-8 text"
    OpenQuote "E103" "A quote is never closed"
    NoRows "E104" "A file has no rows"
    MissingColumn "E105" "A column is missing"
    RepeatedColumn "E106" "A column is there twice"
    TooManyCells "E107" "A row has more cells than the header"
    EmptyCell "E201" "A cell that is needed is empty"
    UnknownId "E202" "An initiative is named that is not there"
    NotANumber "E203" "A number cannot be read"
    OutOfRange "E204" "A number is outside of its range"
    RepeatedRow "E205" "Two rows have the same id"
    NotAQuarter "E206" "A quarter cannot be read"
    UnknownWord "E207" "A word is not one of those allowed"
    NotADuration "E208" "A duration or profile cannot be read"
    ContradictingCells "E209" "Two cells of a row contradict each other"
    TeamWithoutCapacity "E210" "A team has costs but no capacity"
    NamesItself "E211" "An initiative names itself"
    Cycle "E212" "Dependencies form a cycle"
    SeparatorInId "E213" "An id contains a separator"
    RangeOutOfOrder "E214" "A range is not in order"
    NotToml "E301" "The rules are not TOML"
    MissingKey "E302" "A key is missing"
    UnknownKey "E303" "A key is not known"
    WrongKind "E304" "A key has a value of the wrong kind"
    KeyOutOfRange "E305" "A key's number is outside of its range"
    ContradictingKeys "E306" "Two keys contradict each other"
    RepeatedName "E307" "Two rules have the same name"
    UnknownTeam "E308" "A rule names a team that is not there"
    MixAboveWhole "E309" "The targets of the mix are more than the whole"
    RepeatedCapacity "E401" "A capacity is given twice"
    MissingCapacity "E402" "A capacity is missing"
    MustCannotFit "E501" "An initiative must be in the plan but cannot be"
    MustsContradict "E502" "Initiatives that must be in the plan shut each other out"
    PlanUnknownId "E601" "A plan names an initiative that is not there"
    PlanRepeatedId "E602" "A plan has an initiative twice"
    PlanOutsideQuarters "E603" "A plan starts work outside of its quarters"
    PlanUnclear "E604" "A plan does not say which variant or duration"
    PlanFinish "E605" "A finish in a plan does not go with the start"
    PlanDone "E606" "A plan starts an initiative that is done"
    PlanDecision "E607" "A decision in a plan does not go with the start"
    CertificateMissing "E608" "A plan has no certificate"
    CertificateUnclear "E609" "A file with a certificate cannot be read"
    CertificateUnknown "E610" "A certificate speaks of what is not there"
    UnknownScenario "E701" "A scenario is not there"
    ScenarioCircle "E702" "Scenarios inherit from each other in a circle"
    UnclearChange "E703" "A change does not say what becomes of a fact"
    NothingToIgnore "E704" "What is ignored is not there"
    UnknownRule "E705" "A rule is named that is not there"
    RemovedPrerequisite "E706" "A removed initiative is needed"
    UnknownColumn "W101" "A column is not known"
    MissingCells "W102" "A row has fewer cells than the header"
    Rounded "W201" "A number is rounded"
    RepeatedReference "W202" "An initiative is named twice in one cell"
    SimilarLabels "W203" "Two labels differ only by case or spaces"
    LonelyGroup "W204" "A group has one member"
    NeverPlanned "W205" "An initiative can never be in the plan"
    NoCost "W206" "An initiative has no cost"
    LabelWithoutWork "W301" "A rule names a label that no initiative has"
    FloorWithoutWork "W302" "A floor asks for work that is not there"
    QuarterOutsidePlan "W401" "A quarter is outside of the plan"
}

impl Code {
    /// Whether it is an error or a warning.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.as_str().starts_with('E') { Severity::Error } else { Severity::Warning }
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_text_of_its_own_in_order() {
        for severity in [Severity::Error, Severity::Warning] {
            let texts: Vec<&str> = Code::ALL.iter().filter(|code| code.severity() == severity).map(|code| code.as_str()).collect();
            assert!(texts.is_sorted_by(|a, b| a < b), "{texts:?}");
        }
    }
}

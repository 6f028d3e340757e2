//! The summary of a batch as JSON.

use serde::Serialize;

use super::{Schema, written};
use crate::report::BatchRow;

/// The document of a batch.
pub(in crate::report) fn batch(rows: &[BatchRow]) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        schema: Schema,
        cases: &'a [BatchRow],
    }
    written(&Document { schema: Schema { name: "quarterdeck.batch", version: 1 }, cases: rows })
}

//! The summary of a batch as Parquet: one row group, columns as in summary.csv, empty cells as nulls, not compressed.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::BatchRow;
use crate::report::files;

const SCHEMA: &str = "
message summary {
    required binary case (UTF8);
    required binary status (UTF8);
    optional double value;
    optional double bound;
    optional double gap;
    optional int64 initiatives;
    optional double planned;
    optional double capacity;
    required binary sha256 (UTF8);
    required binary note (UTF8);
}";

/// Writes summary.parquet into `dir`.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write(rows: &[BatchRow], dir: &Path) -> io::Result<PathBuf> {
    let path = dir.join("summary.parquet");
    let bytes = document(rows).map_err(io::Error::other)?;
    files::write_file(&path, &bytes).map(|()| path)
}

fn document(rows: &[BatchRow]) -> Result<Vec<u8>, ParquetError> {
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(WriterProperties::new()))?;
    let mut group = writer.next_row_group()?;
    texts(&mut group, rows, |row| &row.case)?;
    texts(&mut group, rows, |row| &row.status)?;
    numbers(&mut group, rows, |row| row.value)?;
    numbers(&mut group, rows, |row| row.bound)?;
    numbers(&mut group, rows, |row| row.gap)?;
    column::<Int64Type>(&mut group, rows.iter().map(|row| row.initiatives.and_then(|count| i64::try_from(count).ok())))?;
    numbers(&mut group, rows, |row| row.planned)?;
    numbers(&mut group, rows, |row| row.capacity)?;
    texts(&mut group, rows, |row| &row.sha256)?;
    texts(&mut group, rows, |row| &row.note)?;
    group.close()?;
    writer.close()?;
    Ok(bytes)
}

type Group<'a, 'b> = SerializedRowGroupWriter<'a, &'b mut Vec<u8>>;

fn texts(group: &mut Group, rows: &[BatchRow], of: impl Fn(&BatchRow) -> &String) -> Result<(), ParquetError> {
    column::<ByteArrayType>(group, rows.iter().map(|row| Some(ByteArray::from(of(row).as_str()))))
}

fn numbers(group: &mut Group, rows: &[BatchRow], of: impl Fn(&BatchRow) -> Option<f64>) -> Result<(), ParquetError> {
    column::<DoubleType>(group, rows.iter().map(of))
}

/// Writes the next column; a definition level says which of its cells are there.
fn column<T: DataType>(group: &mut Group, cells: impl Iterator<Item = Option<T::T>>) -> Result<(), ParquetError> {
    let cells: Vec<Option<T::T>> = cells.collect();
    let there: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    let values: Vec<T::T> = cells.into_iter().flatten().collect();
    let missing = || ParquetError::General("the schema has fewer columns".to_owned());
    let mut writer = group.next_column()?.ok_or_else(missing)?;
    writer.typed::<T>().write_batch(&values, Some(&there), None)?;
    writer.close()
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    #[test]
    fn what_is_written_is_read_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let full = BatchRow { value: Some(70.5), initiatives: Some(3), ..BatchRow::without_plan("a", "optimal", "") };
        let rows = [full, BatchRow::without_plan("b", "infeasible", "why")];
        let path = write(&rows, folder.path()).expect("it can be written");
        let reader = SerializedFileReader::new(std::fs::File::open(path).expect("it is there")).expect("it is Parquet");
        let read: Vec<_> = reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row")).collect();
        assert_eq!(read.len(), 2);
        assert_eq!((read[0].get_string(0).expect("text").as_str(), read[0].get_double(2).expect("a number")), ("a", 70.5));
        assert_eq!((read[0].get_long(5).expect("a count"), read[1].get_string(9).expect("text").as_str()), (3, "why"));
        assert!(read[1].get_double(2).is_err());
    }
}

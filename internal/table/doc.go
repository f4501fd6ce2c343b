// Package table reads tables that people hand in, row by row: CSV in UTF-8 or GB18030 and
// XLSX, and writes XLSX. It knows how a table is written, its heading and times in it, too, and
// nothing of what it is about.
//
// A file is asked what it is (Detect) before it is read: what a program calls .csv may be
// UTF-16, GB18030 or a workbook. Whoever knows already reads with CSV or XLSX. CSV takes
// memory for a row, however long the file is; XLSX for the packed workbook, and for what of it
// excelize unpacks into memory, which is bounded. A Book is written by this package itself,
// because excelize packs the whole of one in memory before it gives away the first byte.
package table

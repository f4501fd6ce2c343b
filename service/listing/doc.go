// Package listing keeps what users of the console make of its lists: views, which are filters,
// order and columns under a name, and exports, which are a whole list in a file.
//
// An export is the list itself: its route is asked page by page with the rights that its user has
// at that moment, so whatever a list shows, filters or forbids, its exports do. Pages are gathered
// into parts of some thousand rows, which are kept as contents (internal/blob) and told in one
// transaction with how far the export is: one that is killed goes on after its last part. Files are
// written from the parts when they are fetched, as CSV or XLSX, with memory for one part. After a
// week an export and its parts are forgotten.
//
// Owned tables: saved_views, list_exports, list_export_parts.
package listing

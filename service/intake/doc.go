// Package intake is the room of files that people hand in: uploads that survive a broken
// connection, and imports of tens of millions of rows that survive a killed server.
//
// An upload is declared with its size, and sent piece by piece: each piece says where it
// begins, and what has arrived stays when the connection breaks. Its bytes are a file in a
// folder that every replica sees. Only who declared it sends it and imports it. A client
// sends one piece at a time; two that write the same place at once through two replicas are
// found by the SHA-256, where one was declared.
//
// An import reads an upload (the table's format is found out, internal/table) by a leased
// job, in two passes. The first checks every row by itself and changes nothing; bad rows fail
// the import, unless its owner said to skip them. The second has the rows take effect, a
// chunk at a time:
//
//	foreign_codes  codes printed by others: one transaction for a chunk and the position, none
//	               is found before all are there, and the codes of an import that fails or is
//	               cancelled are taken back
//	packs          item and container: one custody event for each container
//	shipments      item, sender, receiver, time, document: one custody event for each document
//
// Custody's refusals are rows of the report, and the import goes on. Every row that is not
// taken in is in the report, by its line, with the stable code of the reason.
//
// What must always hold: a row takes effect once, wherever the process dies: the position
// moves in the transaction of a chunk's effects, or the effects bear keys that tell custody
// that it has them; of two workers on an import one moves it, and the other's work is rolled
// back; an import that ends says of all its rows what became of them.
//
// It owns the tables uploads, imports and import_rejections.
package intake

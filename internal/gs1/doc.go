// Package gs1 reads and writes the identifiers of GS1: GS1 Digital Link URIs, element
// strings with application identifiers (AIs), EPC URNs, and their check digits.
//
//	link, err := gs1.Parse("https://brand.example/01/09520123456788/10/ABC/21/12345?17=271231")
//	link.Key()              // (01) 09520123456788
//	link.Value("21")        // 12345
//	link.EPC(7)             // urn:epc:id:sgtin:9520123.045678.12345
//
// A link is a stem (scheme, authority and perhaps a path), a primary key, key qualifiers
// in the standard's order, and data attributes in its query. The right-most primary key of
// the path is the one that counts; what stands before it is stem. Query parameters whose
// name is not all digits are other people's and ignored; linkType and context, which speak
// to resolvers, are kept aside. Names for AIs ("gtin") are deprecated and not read.
//
// Everything that the standard lets a parser judge is judged: lengths, characters, check
// digits, dates and the other rules that components have, which AIs need and which exclude
// each other. What is refused is refused with an *Error, which tells the reason, the AI
// and the place. Two rules need data that is not here: whether a GS1 company prefix was
// ever issued (only its least length is looked at), and how long the prefix in a key is
// (who wants an EPC URN says it).
//
// The table of AIs (table*.go) holds the facts of the GS1 Barcode Syntax Dictionary,
// release 2026-01-27, in this package's own form; a test compares the two entry by entry
// where the dictionary (Apache-2.0, GS1 AISBL) is at hand. Other sources: GS1 General Specifications (check digits
// 7.9), GS1 Digital Link Standard: URI Syntax, EPC Tag Data Standard (URNs, section 6.3).
package gs1

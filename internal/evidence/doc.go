// Package evidence is the form of evidence packs: one file that holds all that is known of a
// case, and that anybody can check without the program that made it. It is pure: it knows no
// case and no database.
//
// A pack is a ZIP archive of files that are stored as they are, in the order in which they were
// added, without times. The last two are manifest.json, which lists every other file with its
// length and SHA-256, and manifest.sig, the signature of the manifest in hex. The archive's
// comment, the last 104 bytes of the file, is the seal:
//
//	"CRPACK1\n" ‖ public key (32 bytes) ‖ signature (64 bytes)
//
// Signatures are Ed25519 (RFC 8032, pure) of a line that says what is signed, ended by a line
// feed, and a SHA-256: of the manifest with "channelrouter evidence manifest 1", of the whole
// file but for its last 64 bytes with "channelrouter evidence pack 1". So no byte of the file
// can be another without one of them failing, and the manifest tells which file it was in.
//
// Who trusts the key that a pack brings along trusts whoever made it: compare its
// fingerprint, the SHA-256 of the public key, with one that came another way.
package evidence

// Package privacy carries out what people may ask of who has their data, by articles 44 to 47 of the
// Personal Information Protection Law: a copy of all that is held on them, and its erasure.
//
// A request is recorded by its person in WeChat, or by the brand for one that came by telephone or
// letter. It is due so many days later. Somebody else than who recorded it approves it, or refuses it
// for a reason of a list. Then a worker carries it out, table by table, and can be killed at any
// moment: what it did and how far it is commit together.
//
// What there is to read and erase is told by the rooms themselves (internal/personal): privacy knows
// no table but its own. A copy is kept sealed in chunks, from which a ZIP file is written when it is
// fetched, and is forgotten after a week. An erasure is counted first, so that who decides sees what
// it will do. It waits for what is still owed. It begins with the accounts by which the person is
// recognised, so that nothing new comes to him, and ends with his sessions and his number; what law
// obliges the brand to keep stays, and names an id that nobody can tell a person from.
//
// The register of requests stays, with ids only.
//
// Owned tables: data_requests, data_request_steps, data_request_chunks.
package privacy

// Package contact is the room where people and the brand write to each other, and where
// the brand addresses many of them at once.
//
// A thread is one matter between a person, in one of his roles, and the brand. It is open
// while he waits, answered, and closed; a new post of his opens it again. Whoever answers
// first without an owner becomes the owner. How long a thread waits is how long it has
// stood in its state: of an open one, since its first post without an answer. A reply of
// the brand's arrives as a message in the person's inbox.
//
// What people write is shown to WeChat before it is kept, and refused if WeChat holds it
// to be risky. Where WeChat does not answer it is kept unchecked, because no word to the
// brand must be lost, and asked about later: then it is marked and hidden from nobody. A
// photo is checked after it was posted, by an address that ends; a risky one is hidden.
// What WeChat has not judged after a day is marked for people to look at.
//
// Photos are taken in by internal/picture and kept under their hash by internal/blob. A
// photo belongs to one post, at most, or to one record of a diversion case; one that nothing
// has used in a day is forgotten.
//
// An audience is people of roles by organisation, region and product. Staff are looked for
// among the memberships: where the organisation sits, below whom it stands, and whether it
// is supplied with the product's line. Consumers are looked for among the persons, by what
// each claimed within some days, a year at most: the product, the district that he told or
// else the terminal's, and the terminal that sold it. Pages go by primary key, and of the
// claims of a page's persons those of the days are sought, so that nobody's past weighs.
//
// An announcement first finds its people, source by source and page by page, and then
// tells them. Each page is one transaction with the place it has come to, taken by a
// guarded update: whoever goes on after a crash goes on from there, two workers do not do
// one page, and nobody is addressed twice. For a month it follows what becomes of the
// messages.
//
// What must always hold: nobody reads another's thread; a retry writes nothing; a photo is
// in one post; nobody gets an announcement twice, and nobody after it was cancelled.
//
// It owns the tables threads, thread_posts, photos, announcements and
// announcement_recipients.
package contact

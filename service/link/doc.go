// Package link is the room of the ways into the apps: the hosts that are printed on
// the goods, the links, pictures and hops that lead from elsewhere into an app and from
// one app into another.
//
// A printed host belongs to one role's app. WeChat opens that app for the "ordinary
// link" rule https://HOST/ and hands it the scanned URL as q, percent-encoded, which is
// decoded here, once. Whether WeChat matches an upper-case host is documented nowhere:
// an owner scans on real phones and records what he saw, and codes are exported in
// numbers only after the newest test on iOS and on Android passed, for the very host,
// case and app.
//
// Links (URL Link, URL Scheme) are made by WeChat, half a million an app and day, and
// end: they are kept and given again, made by one replica at a time, and counted before
// WeChat is asked. Pictures of codes never end and are kept for good; their scene names
// a shop or a guide, with a MAC so that nobody walks through the ids.
//
// A hop carries a ticket from the app where a person scanned to another of his roles'
// apps: signed, for that person and app only, two minutes long, taken once. It is not
// stored; a retry of the scan gets a fresh one.
//
// What must always hold: a host belongs to one app; no app makes more links in a day
// than the limit; a request has one link in the making; a ticket opens the same code,
// for the same person, in the app it was made for.
//
// WeChat is the outside world: this room declares what it asks of it (service.go).
package link

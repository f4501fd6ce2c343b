// Package identity is the room of who is calling: people who log in to the role apps
// through WeChat, the brand's users who log in to the console with a password, their
// sessions, and the audit trail of what the console's users did.
//
// A person is a WeChat unionid. In each role app he has an account, named by the app's
// appid and his openid there; several accounts lead to one person. While an app is not
// bound to WeChat's Open Platform there is no unionid, and the account has a person of
// its own. When WeChat names the unionid later, that person takes it; if another person
// holds it already, the account moves there and its sessions end. A person who is left
// without an account was never another: he is united with the one who has it now, and what
// was his follows. His phone and consents follow at once, his wallets, memberships and
// choices when their rooms hear event.PersonUnited, which is told a second time once
// nothing can be under way for him any more. Whoever settles something of a person that
// began long ago asks Current who he is by now. What stays as it was written, such as a scan,
// is told to be his when it is read: Same, Selves and FormersOf say who is one.
//
// A person is bound when it is known who he is beyond one app: WeChat has named his
// unionid, or his phone is verified. Who is not logs in, scans and claims like anybody; a
// membership and a payout wait until he is.
//
// A phone number is what WeChat's button gave, sealed for reading and indexed by an HMAC
// for look-up, and one person's at a time: who verifies it last has it, because numbers
// are given to others. A consent is a person's yes to a version of a text for a purpose;
// withdrawn, it stays as a record, and what it covered goes.
//
// A session family is one login and all that descends from it. Its access token is a
// JWT of 15 minutes; its refresh token is opaque, kept as a hash, and works once. A used
// one that comes back revokes the family, because a copy is at large and nobody can say
// whose the original is. That holds for two honest refreshes at once as well: they look
// exactly like a thief and his victim. So a client keeps one refresh in flight (one
// promise in a mini-program), and the price of a slip is a new login, which is silent in a
// mini-program. Only a console session whose token is a browser's cookie is spared that for
// 30 seconds: its tabs share the cookie, and no script can read it. A family ends 30 days after the
// login in the apps and 12 hours after it at the console, however often it is refreshed. On
// a web page inside WeChat, where the brand's official account is one more app that a person
// has an account in, it ends after 15 minutes: WeChat names him again unasked.
//
// What must always hold:
//   - one person per unionid, one account per appid and openid, one person per phone;
//   - a person who was united has no account and no session, and unions end;
//   - a refresh token is exchanged once, a browser's cookie at most within 30 seconds of that;
//   - a revoked family opens nothing: at once in the process that revoked it, within
//     five seconds in every other;
//   - a console user whose role changes or who is disabled has no session left, and one
//     owner who can log in remains;
//   - after five wrong passwords or codes in a row an address is locked out of a console user
//     for 15 minutes, after thirty every address that he is not known from for an hour, and
//     guesses sent all at once are counted like any others;
//   - a code of a second factor works once, and so does a recovery code;
//   - no password, token, phone number or signing key is stored or logged in clear.
//
// It owns the tables persons, app_accounts, person_phones, consents, session_families,
// refresh_tokens, console_users, login_failures, second_factors,
// recovery_codes and audit_entries.
package identity

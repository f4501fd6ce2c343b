// Package miniprogram is the WeChat side: the mini-program of each role and the
// calls to WeChat's servers on its behalf (login, phone number, links and codes,
// subscription messages, risk and content checks), and the messages that WeChat
// pushes back.
//
// An App is one mini-program. A person has one openid per app; the unionid, which
// is the same in all apps bound to one Open Platform account, is what makes one
// person of several role accounts. An app that is not bound answers without one.
//
// The calls go through silenceper/wechat, whose HTTP client is one variable for the
// whole process. transport.go puts one transport there, which learns from each
// request's context which Client it belongs to; so clients with different base URLs
// live side by side, and a call made outside a Client goes nowhere.
//
// Most calls need the app's access token. tokens holds one per app: it lies in the
// key-value store for all replicas, is fetched by one goroutine of one replica,
// renewed before its end, and dropped when WeChat refuses it, after which the call is
// made once more. Without the store each process keeps its own. call.go is the way
// that all these calls take; their common errors are ErrAppNotConfigured,
// ErrCredentialsRefused, ErrNotPermitted, ErrQuota and ErrUnavailable, and a call
// names only what it adds. A quota is WeChat's: callers that can run into one keep
// what they were given.
//
// An OfficialAccount is the brand's service account, for what no app can: it tells who
// opens a web page inside WeChat (official.go), and orders, fetches and activates codes
// of one item one code (marketcode.go).
//
// A Push opens what WeChat posts to one app's message URL: verified, decrypted, at
// most five minutes old, for this app and no other. WeChat repeats what was not
// answered in time, so events may come twice.
//
// App secrets, session keys, login codes and tokens appear in no error and no log:
// the library writes whole URLs into its errors, so every error that leaves this
// package has been through scrub.
//
// Package fake stands in for WeChat over loopback, with the same protocol.
package miniprogram

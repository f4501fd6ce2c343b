// Package risk is the room that asks how WeChat holds a person before he is given money,
// a chance to win it, or the brand's ear.
//
// WeChat ranks a person from 0 (harmless) to 4, in the app that he uses. The policy says
// for each scene from which rank on he is refused, and what happens where WeChat does not
// tell: while it is down, or the person has not used the app for two hours. By default
// he passes then, because an outage of WeChat must not stop the shop. WeChat that failed
// is left alone for a few seconds, so that nobody waits for it.
//
// A rank is remembered for ten minutes in the key-value store, by the person's number. It
// owns no table and writes no openid anywhere.
//
// It calls the network, so it is asked before a transaction, never inside one.
package risk

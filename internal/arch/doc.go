// Package arch holds the source to the rules of its shape: which package may import
// which, where queries stand, what every package and error has, and what the image and
// its compose file must keep to. It has only tests, and they read every Go file of the
// module: run them with -count=1, because the test cache does not know that.
//
// The rules are data, in tables that read like the ones in the style guide. A breach is
// mended in the source; an exception is a row with its reason, and goes when it is not
// needed any more.
package arch

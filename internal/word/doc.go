// Package word finds what a word stands for: rooms keep their words in maps that lead one
// way, and read them both ways.
package word

// Package demo plays the product's main job as a story, on real codes through real HTTP:
// the channel is built in the rooms, and everything that people do in it happens through
// the API, with codes read from QR pictures.
package demo

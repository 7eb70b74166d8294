//go:build race

package langdetect_test

const raceEnabled = true

//go:build !race

package phrase_test

const raced = false

//go:build race

package text_test

// raced is true under the race detector, which is slow and empties pools.
const raced = true

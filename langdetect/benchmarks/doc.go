// Package benchmarks compares langdetect with lingua-go and whatlanggo on the
// same messages in one run. It is a module of its own, so that hosts never
// download the peers:
//
//	cd langdetect/benchmarks && go test -bench . -run x
package benchmarks

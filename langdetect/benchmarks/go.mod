module github.com/go-handoff/handoff/langdetect/benchmarks

go 1.26.0

require (
	github.com/abadojack/whatlanggo v1.0.1
	github.com/go-handoff/handoff v0.0.0
	github.com/pemistahl/lingua-go v1.4.0
)

require (
	github.com/shopspring/decimal v1.3.1 // indirect
	golang.org/x/exp v0.0.0-20240823005443-9b4947da3948 // indirect
	golang.org/x/text v0.43.0 // indirect
	google.golang.org/protobuf v1.36.10 // indirect
)

replace github.com/go-handoff/handoff => ../..

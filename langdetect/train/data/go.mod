module github.com/go-handoff/handoff/langdetect/train/data

go 1.26.0

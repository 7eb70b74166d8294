package lingua_test

import (
	"fmt"

	"github.com/go-handoff/handoff/langdetect"
	"github.com/go-handoff/handoff/langdetect/lingua"
)

func ExampleNew() {
	second, err := lingua.New(lingua.WithLanguages("ind", "msa"))
	if err != nil {
		fmt.Println(err)
		return
	}
	id, err := langdetect.New(langdetect.WithSecondOpinion(second))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(langdetect.Detect("tak ada orang angkat telefon").Tag, id.Detect("tak ada orang angkat telefon").Tag)
	// Output: id ms
}

package lingua_test

import (
	"fmt"

	"github.com/go-handoff/handoff/langdetect"
	"github.com/go-handoff/handoff/langdetect/lingua"
)

func ExampleNew() {
	second, err := lingua.New(lingua.WithLanguages("deu", "nld", "eng"))
	if err != nil {
		fmt.Println(err)
		return
	}
	id, err := langdetect.New(langdetect.WithSecondOpinion(second))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(id.Detect("niemand geht ans telefon").Tag)
	// Output: de
}

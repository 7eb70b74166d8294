package standard_test

import (
	"os"
	"testing"

	"github.com/go-handoff/handoff/escalate/escalatetest"
	"github.com/go-handoff/handoff/escalate/standard"
	"github.com/stretchr/testify/require"
)

func TestConversations(t *testing.T) {
	e, err := standard.New()
	require.NoError(t, err)
	escalatetest.Run(t, e, os.DirFS("testdata"), "*.chat")
}

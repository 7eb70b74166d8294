package policy_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/go-handoff/handoff/escalate"
	"github.com/go-handoff/handoff/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestExtends(t *testing.T) {
	files := fstest.MapFS{
		"shop.yaml": {Data: []byte(`
name: shop
extends: team/base.yaml
thresholds: {likely: 0.7}
remove: [exception-wanted]
rules:
  - id: angry
    doc: An angry customer.
    when: emotion.anger >= threshold.strong
    then: {action: transfer, queue: care}
  - id: shop-own
    doc: A rule of the shop's own.
    when: special.exception >= threshold.likely
    then: {action: transfer, queue: bulk}
`)},
		"team/base.yaml": {Data: []byte("name: base\nextends: balanced\nqueue: team\n")},
	}
	p, err := policy.LoadFS(files, "shop.yaml")
	require.NoError(t, err)
	tests := []struct {
		turn turn
		want string
	}{
		{one("request.human", .6), "offer team asked-for-contact"}, // the base's rule, by the new threshold
		{one("request.human", .8), "transfer team asked-for-human"},
		{one("emotion.anger", .8), "transfer care angry"}, // replaced
		{one("special.exception", .8), "transfer bulk shop-own"},
		{one("special.exception", .6), "continue  "}, // removed
	}
	for _, tt := range tests {
		d := judge(t, p, escalate.Conversation{}, tt.turn)[0]
		rule := ""
		if len(d.Reasons) > 0 {
			rule = d.Reasons[0].Rule
		}
		assert.Equal(t, tt.want, fmt.Sprintf("%s %s %s", d.Action, d.Queue, rule))
	}
	files["team/base.yaml"].Data = append(files["team/base.yaml"].Data, '#')
	again, err := policy.LoadFS(files, "shop.yaml")
	require.NoError(t, err)
	assert.NotEqual(t, p.Info().Digest, again.Info().Digest, "the digest covers every file")
}

func TestExtendsErrors(t *testing.T) {
	files := fstest.MapFS{
		"self.yaml":      {Data: []byte("name: a\nextends: self.yaml\n")},
		"one.yaml":       {Data: []byte("name: a\nextends: two.yaml\n")},
		"two.yaml":       {Data: []byte("name: b\nextends: one.yaml\n")},
		"typo.yaml":      {Data: []byte("name: a\nextends: balancd\n")},
		"sub/up.yaml":    {Data: []byte("name: a\nextends: ../one.yaml\n")},
		"absolute.yaml":  {Data: []byte("name: a\nextends: /etc/passwd\n")},
		"threshold.yaml": {Data: []byte("name: a\nextends: balanced\nthresholds: {vague: 0.6}\n")},
		"remove.yaml":    {Data: []byte("name: a\nextends: balanced\nremove: [angri]\n")},
		"bad-base.yaml":  {Data: []byte("name: a\nextends: broken.yaml\n")},
		"broken.yaml":    {Data: []byte("name: b\nrulse: []\n")},
	}
	for name, want := range map[string]string{
		"self.yaml":      `self.yaml:2:10: extends: "self.yaml" extends itself`,
		"one.yaml":       `extends: "one.yaml" extends itself (one.yaml, two.yaml, one.yaml)`,
		"typo.yaml":      `typo.yaml:2:10: extends: "balancd" is neither a preset nor a file beside the policy (did you mean "balanced"?)`,
		"sub/up.yaml":    `extends: "../one.yaml" leaves the folder of the policy`,
		"absolute.yaml":  `extends: "/etc/passwd" leaves the folder of the policy`,
		"threshold.yaml": `preset balanced:48:11: rule "asked-for-contact": when: can never hold`,
		"remove.yaml":    `remove.yaml:3:10: remove: no rule "angri" in what the policy extends (did you mean "angry"?)`,
		"bad-base.yaml":  `broken.yaml:2:1: unknown field "rulse" (did you mean "rules"?)`,
	} {
		_, err := policy.LoadFS(files, name)
		assert.ErrorContains(t, err, want, name)
	}
}

// A link in the folder does not lead out of it.
func TestLinksDoNotLeadOut(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(outside, "base.yaml"), []byte("name: base\nextends: balanced\n"), 0o600))
	if err := os.Symlink(filepath.Join(outside, "base.yaml"), filepath.Join(dir, "link.yaml")); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "p.yaml"), []byte("name: p\nextends: link.yaml\n"), 0o600))
	_, err := policy.Load(filepath.Join(dir, "p.yaml"))
	assert.ErrorContains(t, err, `p.yaml:2:10: extends: "link.yaml" is neither a preset nor a file beside the policy`)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "base.yaml"), []byte("name: base\nextends: balanced\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "p.yaml"), []byte("name: p\nextends: base.yaml\n"), 0o600))
	_, err = policy.Load(filepath.Join(dir, "p.yaml"))
	assert.NoError(t, err)
}

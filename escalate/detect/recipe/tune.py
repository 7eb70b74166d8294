"""Tunes the upper layers of the sentence encoder on the signals of customer messages.

  python tune.py --shared ../shared --out OUT [--without b,c] [--written] [--epochs 3]
  python tune.py --shared ../shared --out OUT --moves

The lower layers (0 to 5) stay the general encoder's, so that one pass of them serves every use of it; their outputs are
computed once. Layers 6 to 11 and a linear head on their mean learn all 16 signals and 9 moves of a conversation at once,
with public sets as further tasks: plain service requests show no emotion and ask for nobody; emotion corpora order texts
by emotion, each with an affine of its own, for they draw the line elsewhere than service does; turns of ordinary
dialogues carry nothing. OUT gets tuned.npz, tuned.stack and tuned.head (the files of the Go package), and a line with
the score on what was kept out: the batches kept and scale and those of --without, the messages of other writers in --shared,
and a fifth of the emotion corpora.

Needs ../../encoder/recipe/requirements.txt. Not bit-exact from machine to machine: XLA orders its sums by the processor.
"""
import argparse
import collections
import glob
import json
import os
import random
import re
import struct
import sys
import time
import unicodedata
import zlib

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '../../encoder/recipe'))
import jax
import jax.numpy as jnp
import optax

import model
import stack
from source import Source, Tokenizer

KINDS = ('request.human emotion.anger emotion.frustration emotion.anxiety emotion.sadness urgency.emergency urgency.security '
         'urgency.deadline dispute.charge dispute.legal dispute.complaint special.vulnerable special.exception bot.unfamiliar '
         'complexity.multi complexity.specialist').split()
# What a customer does in the talk with the bot, and a bot with the customer; known only of the turns of ../corpus/moves.
CUSTOMER = 'act.accept act.decline act.withdraw act.progress act.ask_if_bot bot.misread'.split()
BOT = 'bot.fallback act.offer_human act.promise_human'.split()
OUTPUTS = KINDS + CUSTOMER + BOT
INDEX = {k: i for i, k in enumerate(OUTPUTS)}
MOVE = {k.split('.')[1]: INDEX[k] for k in CUSTOMER + BOT}
SHORT = {k.split('.')[1]: i for i, k in enumerate(KINDS)}
SETS = ['corpus', 'moves', 'written', 'plain', 'dialogue', 'goemotions', 'brighter', 'xed']
EMOTION_SETS = ('goemotions', 'brighter', 'xed')
WEIGHT = {'corpus': 1, 'moves': 1, 'written': 1, 'plain': .5, 'dialogue': .5, 'goemotions': .6, 'brighter': .6, 'xed': .4}
# How many records of a public set are learnt from, at most.
RECORDS = {'plain': 1800, 'dialogue': 5000, 'goemotions': 3500, 'brighter': 7000, 'xed': 800}
OURS = set('ar arq ary chn cmn deu eng esp fra hin ind ita jpn kor por ptbr ptmz rus spa swa tha tur ukr vie zho'.split())
FIRST, LENGTH, BATCH = 6, 72, 16
DROP = .08  # share of the states left out in training
LEARN, LEARN_HEAD = 1.5e-4, 2e-3

# Of which languages messages are learnt from without marks too, and how many in a hundred.
MARKS = {'vi': 60, 'tr': 20, 'pl': 20, 'es': 15, 'pt': 15, 'fr': 15, 'it': 10, 'de': 10}
# Batches that the layers do not learn from: what the whole is tested on, and what sets the probabilities.
UNSEEN = {'kept', 'scale'}
# A lost card is a matter of security though the conversation ended well.
LOST = re.compile(r"\b(lost|stolen|steal|stole|misplaced|theft|missing|fraud\w*|block|hack\w*|don'?t have my card|can'?t find)\b")

Record = collections.namedtuple('Record', 'text y mask set lang batch')


def record(text, labels, which, lang='', batch='', known=None):
    y, mask = np.zeros(len(OUTPUTS), np.float32), np.zeros(len(OUTPUTS), np.float32)
    y[list(labels)], mask[:len(KINDS)] = 1, 1
    if known is not None:
        mask[:] = 0
        mask[known] = 1
    return Record(' '.join(text.split()), y, mask, which, lang, batch)


def corpus():
    out = []
    for path in sorted(glob.glob(os.path.join(HERE, '../corpus/*.tsv'))):
        batch = ''
        for line in open(path, encoding='utf-8'):
            line = line.rstrip('\n')
            if line.startswith('# batch '):
                batch = line[8:]
            if not line or line[0] == '#':
                continue
            labels, text = line.split('\t')
            found = [] if labels in '-!' else [SHORT[x] for x in labels.split(',')]
            out.append(record(text.replace('\\n', ' '), found, 'corpus', os.path.basename(path)[:-4], batch))
    return out


def bare(records):
    """A share of the messages once more, without marks, as people type them on a phone."""
    out, letters = [], str.maketrans('đĐłŁıøØ', 'dDlLioO')
    for r in records:
        text = ''.join(c for c in unicodedata.normalize('NFD', r.text.translate(letters)) if not unicodedata.combining(c))
        if r.lang in MARKS and text != r.text and zlib.crc32(r.text.encode()) % 100 < MARKS[r.lang]:
            out.append(r._replace(text=text))
    return out


def moves(keep):
    """The turns of ../corpus/moves whose number, from 1, keep is true of."""
    out, nothing = [], {INDEX['act.' + k] for k in ('accept', 'decline', 'withdraw', 'progress', 'ask_if_bot')}
    for path in sorted(glob.glob(os.path.join(HERE, '../corpus/moves/*.tsv'))):
        for number, line in enumerate(open(path, encoding='utf-8'), 1):
            if not keep(number) or line[0] == '#':
                continue
            role, labels, text = line.rstrip('\n').split('\t')
            found = [] if labels == '-' else [MOVE[x] for x in labels.split(',')]
            known = [INDEX[k] for k in (CUSTOMER if role == 'customer' else BOT)]
            if role == 'customer' and set(found) <= nothing:  # and no signal beside it
                known += [i for i in range(len(KINDS)) if OUTPUTS[i] != 'bot.unfamiliar']
            out.append(record(text.replace('\\n', ' '), found, 'moves', os.path.basename(path)[:-4], role, known))
    return out


def lines(path):
    with open(path, encoding='utf-8') as f:
        return [json.loads(l) for l in f if l.strip()]


def written(shared):
    return [record(d['text'], [INDEX[l] for l in d['labels'] if l in INDEX], 'written', d['lang'], d['batch'])
            for path in sorted(glob.glob(shared + '/data/written/*.jsonl')) for d in lines(path)]


def held(text):
    """Whether a record of a public set is kept for testing: a fifth of them, by the hash of the text."""
    return zlib.crc32(' '.join(text.split()).encode()) % 5 == 0


def public(shared, rng, share, testing=False):
    """A share of RECORDS of the public sets; labels that a set does not annotate are masked."""

    def some(name, texts):
        texts = [d for d in texts if held(d['text']) == testing]
        return rng.sample(texts, min(len(texts), int(RECORDS[name] * share)))
    text = shared + '/data/text/'
    out = []
    decided = [INDEX[k] for k in KINDS if k.split('.')[0] in ('emotion', 'request')]
    decided += [INDEX[k] for k in ('urgency.emergency', 'dispute.legal', 'dispute.complaint', 'bot.unfamiliar', 'special.vulnerable')]
    quiet = decided + [INDEX[k] for k in ('urgency.security', 'urgency.deadline')]  # a conversation that ended well
    plain = [d for n in ('banking77', 'clinc150', 'hwu64') for d in lines(text + 'intent__%s.jsonl' % n) if not d['labels']]
    out += [record(d['text'], [], 'plain', 'en', known=decided) for d in some('plain', plain)]
    # Turns of conversations that ended well, half of them by the hash of their id: what people say to a bot in passing.
    turns = sorted({t['text'] for n in ('multidogo', 'star') for d in lines(shared + '/data/dialogue/%s.jsonl' % n)
                    if d['gold']['kind'] == 'ordinary' and zlib.crc32(d['id'].encode()) % 2 == 0
                    for t in d['turns'] if t['role'] == 'customer' and t['text'].strip()})
    turns = [t for t in turns if not LOST.search(t.lower())]
    out += [record(t, [], 'dialogue', 'en', known=quiet) for t in rng.sample(turns, min(len(turns), int(RECORDS['dialogue'] * share)))]
    # Simulated shoppers repeat at length what the bot said of their refunds, and contest nothing.
    turns = sorted({t['text'] for d in lines(shared + '/data/dialogue/tau.jsonl')
                    if d['gold'].get('resolved_by_bot') and not d['meta'].get('customer_names_a_human') and zlib.crc32(d['id'].encode()) % 2 == 0
                    for t in d['turns'] if t['role'] == 'customer' and t['text'].strip()})
    agreed = [INDEX[k] for k in ('dispute.charge', 'dispute.legal', 'urgency.emergency')]
    out += [record(t, [], 'dialogue', 'en', known=agreed) for t in turns[:int(len(turns) * share)]]
    means = {'anger': 'anger', 'annoyance': 'anger', 'disgust': 'anger', 'fear': 'anxiety', 'nervousness': 'anxiety',
             'sadness': 'sadness', 'grief': 'sadness', 'disappointment': 'sadness'}
    emotions = [INDEX['emotion.' + e] for e in ('anger', 'anxiety', 'sadness')]
    for name in EMOTION_SETS:
        for d in some(name, [d for d in lines(text + 'emotion__%s.jsonl' % name) if name == 'goemotions' or len(d['lang']) < 3 or d['lang'] in OURS]):
            out.append(record(d['text'], {INDEX['emotion.' + means[l]] for l in d['labels'] if l in means}, name, d['lang'], known=emotions))
    return out


def hidden(source, tokens, layers, records):
    """The states after the lower layers as float16, an array a record."""
    ids = [([source.bos] + list(tokens('query: ' + r.text[:600])) + [source.eos])[:LENGTH] for r in records]
    lower = jax.jit(lambda x, mask: __import__('functools').reduce(lambda h, y: model.layer(h, mask, y), layers[:FIRST], x))
    order, out = sorted(range(len(ids)), key=lambda i: len(ids[i])), [None] * len(ids)
    for i in range(0, len(order), 32):
        part = order[i:i + 32]
        full = part + [part[-1]] * (32 - len(part))  # one shape a length
        numbers, mask = model.padded([ids[j] for j in full])
        states = np.asarray(lower(model.inputs(source, numbers), mask)).astype(np.float16)
        for j, row in zip(part, states):
            out[j] = row[:len(ids[j])]
    return out


def batch_of(states, part):
    length = -(-max(len(states[i]) for i in part) // 8) * 8
    x, mask = np.zeros((len(part), length, 384), np.float32), np.zeros((len(part), length), np.float32)
    for row, i in enumerate(part):
        x[row, :len(states[i])], mask[row, :len(states[i])] = states[i], 1
    return x, mask


def logits(p, x, mask, key=None):
    if key is not None:  # a message with words missing says mostly the same
        key, sub = jax.random.split(key)
        mask = mask * jnp.maximum(jax.random.bernoulli(sub, 1 - DROP, mask.shape), jnp.arange(mask.shape[1]) < 3)
    for y in p['layers']:
        x = model.layer(x, mask, y)
    m = model.mean(x, mask)
    if key is not None:
        m = m * jax.random.bernoulli(key, .9, m.shape) / .9
    return m @ (p['w'] * 10) + p['b']


def loss(p, x, mask, y, known, which, weight, key):
    z = logits(p, x, mask, key)
    # Emotion corpora do not tell anger from frustration, and draw the line elsewhere.
    either = jnp.logaddexp(z[:, 1], z[:, 2])
    theirs = jnp.concatenate([z[:, :1], either[:, None], z[:, 2:]], 1) * jnp.exp(p['scale'][which]) + p['shift'][which]
    emotional = jnp.array([float(s in EMOTION_SETS) for s in SETS])[which][:, None]
    z = jnp.where(emotional > 0, theirs, z)
    return ((optax.sigmoid_binary_cross_entropy(z, y) * known).sum(1) * weight).mean()


def report(name, records, p):
    y, lang = np.array([r.y for r in records]), np.array([r.lang for r in records])

    def f1(rows):
        out = []
        for k in range(len(KINDS)):
            t, h = y[rows, k] > 0, p[rows, k] >= .5
            if t.any():
                out.append(2 * (t & h).sum() / max(1, t.sum() + h.sum()))
        return np.mean(out)
    none = y.sum(1) == 0
    p = p[:, :len(KINDS)]
    print('%s: macro-F1 %.3f, false alarms %.4f of %d;' % (name, f1(np.ones(len(y), bool)), (p[none] >= .5).any(1).mean(), none.sum()),
          ' '.join('%s %.2f' % (l, f1(lang == l)) for l in sorted(set(lang))), flush=True)


def report_emotions(records, p):
    from sklearn.metrics import roc_auc_score
    y, p = np.array([r.y for r in records]) > 0, p.copy()
    p[:, 1] = p[:, 1:3].max(1)
    for group in sorted({(r.set, r.lang) for r in records}):
        rows = np.array([(r.set, r.lang) == group for r in records])
        print('%s %s: AUC of anger, anxiety, sadness' % group, ' '.join(
            '%.3f' % roc_auc_score(y[rows, k], p[rows, k]) for k in (1, 3, 4) if 0 < y[rows, k].sum() < rows.sum()), flush=True)


def save(out, p):
    names = 'qw kw vw ow fiw fow qb kb vb ob alnw alnb fib fob olnw olnb'.split()
    layers = [{n: np.asarray(y[n]) for n in names} for y in p['layers']]
    w, b = np.asarray(p['w']).T * 10, np.asarray(p['b'])
    np.savez(out + '/tuned.npz', w=w, b=b, **{'%d.%s' % (FIRST + i, n): y[n] for i, y in enumerate(layers) for n in names})
    stack.write(out + '/tuned.stack', layers, FIRST, bits=8)
    with open(out + '/tuned.head', 'wb') as f:
        names = '\n'.join(OUTPUTS).encode()
        f.write(struct.pack('<3I', *w.shape, len(names)) + names + w.astype('<f4').tobytes() + b.astype('<f4').tobytes())


# Of all messages few are a move, but at the moments when one is listened for many are. Chosen on the conversations of
# standard/testdata/chats/learnt.
LISTENING = dict.fromkeys(('act.accept', 'act.decline', 'act.withdraw', 'act.progress', 'bot.misread'), 1.4)
BOT_SAYS_SO = re.compile(r"understand|sorry|unable|can't|cannot|not able|only able|transfer|human|agent|representative|colleague|connect")


def refit(a, rng):
    """Learns the outputs of the moves anew on the tuned layers, with what is no move beside them.

    Few turns are labelled with moves, and messages that were never told from them pass for one. So messages of the
    corpus are no customer's move, but where their labels leave it open, nor, where they carry nothing, a bot's; bots'
    turns of STAR and tau without the words of a move are no bot's move.
    """
    from sklearn.linear_model import LogisticRegression
    old = np.load(a.out + '/tuned.npz')
    source = Source()
    tokens, layers = Tokenizer(source), model.layers(source)
    names = 'qw kw vw ow fiw fow qb kb vb ob alnw alnb fib fob olnw olnb'.split()
    upper = [{n: jnp.array(old['%d.%s' % (i, n)]) for n in names} for i in range(FIRST, 12)]
    bots = sorted({t['text'] for n in ('star', 'tau') for d in lines(a.shared + '/data/dialogue/%s.jsonl' % n)
                   if zlib.crc32(d['id'].encode()) % 2 == 0 for t in d['turns']
                   if t['role'] == 'bot' and t['text'].strip() and not BOT_SAYS_SO.search(t['text'].lower())})
    bots = rng.sample(bots, min(6000, len(bots)))
    train = moves(lambda n: n % 5)
    test = moves(lambda n: n % 5 == 0)
    mine = {r.text for r in train + test}
    own = [r for r in corpus() if r.batch not in UNSEEN and r.text not in mine]
    open_to = {'act.ask_if_bot': ['bot.unfamiliar', 'request.human'], 'bot.misread': ['emotion.frustration', 'emotion.anger', 'request.human', 'bot.unfamiliar']}
    for r in own:
        plain = not r.y[:len(KINDS)].any()
        known = [INDEX[k] for k in CUSTOMER if not any(r.y[INDEX[x]] for x in open_to.get(k, []))
                 and not (plain and k in ('act.accept', 'act.decline', 'act.progress', 'act.withdraw') and len(r.text) < 40)]
        train.append(r._replace(mask=mask_of(known + ([INDEX[k] for k in BOT] if plain else []))))
    train += [record(t, [], 'dialogue', 'en', 'bot', [INDEX[k] for k in BOT]) for t in bots]

    @jax.jit
    def means(x, mask):
        for y in upper:
            x = model.layer(x, mask, y)
        return model.mean(x, mask)

    def features(records):
        states, out = hidden(source, tokens, layers, records), np.zeros((len(records), 384), np.float32)
        order = sorted(range(len(records)), key=lambda i: len(states[i]))
        for i in range(0, len(order), 32):
            part = order[i:i + 32]
            x, mask = batch_of(states, part + [part[-1]] * (32 - len(part)))
            out[part] = np.asarray(means(x, mask))[:len(part)]
        return out
    fx, tx = features(train), features(test)
    w, b = old['w'].T.copy(), old['b'].copy()
    scale = fx.std(0)
    for k in CUSTOMER + BOT:
        i = INDEX[k]
        known = np.array([r.mask[i] > 0 for r in train])
        y = np.array([r.y[i] for r in train])[known]
        fit = LogisticRegression(C=.02, max_iter=400).fit(fx[known] / scale, y)
        w[:, i], b[i] = fit.coef_[0] / scale, fit.intercept_[0] + LISTENING.get(k, 0)
        rows = np.array([r.mask[i] > 0 for r in test])
        t, h = np.array([r.y[i] for r in test])[rows] > 0, (tx[rows] @ w[:, i] + b[i]) > 0
        print('%s: %d turns kept out, precision %.2f, recall %.2f' % (k, t.sum(), (t & h).sum() / max(1, h.sum()), (t & h).sum() / max(1, t.sum())), flush=True)
    layers12 = [{n: np.asarray(y[n]) for n in names} for y in upper]
    save(a.out, {'layers': layers12, 'w': w / 10, 'b': b})


def mask_of(known):
    mask = np.zeros(len(OUTPUTS), np.float32)
    mask[known] = 1
    return mask


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--shared', required=True)
    ap.add_argument('--out', required=True)
    ap.add_argument('--without', default='', help='further batches kept out')
    ap.add_argument('--written', action='store_true', help='learn from the messages of other writers too')
    ap.add_argument('--public', type=float, default=1, help='share of RECORDS of the public sets')
    ap.add_argument('--epochs', type=int, default=3)
    ap.add_argument('--limit', type=int, default=0, help='learn from so many messages only, for a trial')
    ap.add_argument('--moves', action='store_true', help='learn the outputs of the moves anew on the tuned layers in OUT')
    a = ap.parse_args()
    if a.moves:
        refit(a, random.Random(1))
        return
    os.makedirs(a.out, exist_ok=True)
    rng, nr = random.Random(1), np.random.RandomState(0)
    kept = set(a.without.split(',')) | UNSEEN
    own, others = corpus(), written(a.shared)
    train = [r for r in own if r.batch not in kept] + (others if a.written else [])
    train += bare(train)
    train += moves(lambda n: n % 5)
    test = [r for r in own if r.batch in kept] + others
    train += public(a.shared, rng, a.public)
    test += [r for r in public(a.shared, rng, .5, testing=True) if r.set in ('goemotions', 'brighter')]
    if a.limit:
        train = [train[i] for i in nr.permutation(len(train))[:a.limit]]
    source = Source()
    tokens, layers = Tokenizer(source), model.layers(source)
    began = time.time()
    states, test_states = hidden(source, tokens, layers, train), hidden(source, tokens, layers, test)
    print('%d to learn, %d to test, %d s' % (len(train), len(test), time.time() - began), flush=True)
    y, known = np.array([r.y for r in train]), np.array([r.mask for r in train])
    which, weight = np.array([SETS.index(r.set) for r in train]), np.array([WEIGHT[r.set] for r in train], np.float32)
    p = {'layers': [{n: jnp.array(v) for n, v in l.items()} for l in layers[FIRST:]],
         'w': jnp.array(nr.randn(384, len(OUTPUTS)) * .02), 'b': jnp.full(len(OUTPUTS), -2.),
         'scale': jnp.zeros((len(SETS), len(OUTPUTS))), 'shift': jnp.zeros((len(SETS), len(OUTPUTS)))}
    steps = a.epochs * (len(train) // BATCH)

    def rate(top):
        return optax.warmup_cosine_decay_schedule(0, top, max(1, steps // 10), max(2, steps))
    groups = {'layers': jax.tree.map(lambda _: 'layers', p['layers']), 'w': 'head', 'b': 'head', 'scale': 'set', 'shift': 'set'}
    best = optax.chain(optax.clip_by_global_norm(5.), optax.multi_transform(
        {'layers': optax.adamw(rate(LEARN), weight_decay=.01), 'head': optax.adam(rate(LEARN_HEAD)), 'set': optax.adam(rate(1e-2))}, groups))
    state = best.init(p)

    @jax.jit
    def step(p, state, *args):
        value, grad = jax.value_and_grad(loss)(p, *args)
        change, state = best.update(grad, state, p)
        return optax.apply_updates(p, change), state, value
    predict = jax.jit(lambda p, x, mask: jax.nn.sigmoid(logits(p, x, mask)))
    key = jax.random.PRNGKey(0)
    for epoch in range(a.epochs):
        order, parts = nr.permutation(len(train)), []
        for c in range(0, len(order), 512):  # batches of like length
            q = sorted(order[c:c + 512], key=lambda i: len(states[i]))
            parts += [q[i:i + BATCH] for i in range(0, len(q) - BATCH + 1, BATCH)]
        nr.shuffle(parts)
        total = 0.
        for part in parts:
            key, sub = jax.random.split(key)
            x, mask = batch_of(states, part)
            p, state, value = step(p, state, x, mask, y[part], known[part], which[part], weight[part], sub)
            total += float(value)
        print('epoch %d: loss %.3f, %d s' % (epoch, total / len(parts), time.time() - began), flush=True)
        if epoch < a.epochs - 1:
            continue
        scores, order = np.zeros((len(test), len(OUTPUTS))), sorted(range(len(test)), key=lambda i: len(test_states[i]))
        for i in range(0, len(order), 32):
            part = order[i:i + 32]
            x, mask = batch_of(test_states, part + [part[-1]] * (32 - len(part)))
            scores[part] = np.asarray(predict(p, x, mask))[:len(part)]
        sets = np.array([r.set for r in test])

        def of(rows):
            return [r for r, take in zip(test, rows) if take], scores[rows]
        report('kept batches', *of(sets == 'corpus'))
        report('other writers', *of(sets == 'written'))
        report_emotions(*of((sets != 'corpus') & (sets != 'written')))
        save(a.out, p)


if __name__ == '__main__':
    main()

